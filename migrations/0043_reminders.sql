-- What somebody was reminded of: a draft they are asked to read, read, or could take. At most three for one (R48).

create table reading_reminder (
    id bigint generated always as identity primary key,
    request_id bigint not null references feedback_request on delete cascade,
    person_id bigint not null references person on delete cascade,
    number smallint not null check (number between 1 and 3),
    state text not null check (state in ('asked', 'reading', 'waiting')), -- how it stood between the two
    at timestamptz not null,
    unique (request_id, person_id, number)
);
create index reading_reminder_of_person on reading_reminder (person_id);
