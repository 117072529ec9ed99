-- What happened in a meeting, as it was announced: once.

create table recap (
    meeting_id bigint primary key references meeting,
    person_id bigint references person, -- who wrote it
    message_id bigint references message,
    posted_at timestamptz not null
);
create index recap_of_person on recap (person_id);
create index recap_of_message on recap (message_id);
