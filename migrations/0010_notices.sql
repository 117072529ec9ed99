-- What a person should hear of, in the app. One deed is told to one person once, however many topics it went to.

create table notice (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    kind text not null,
    subject_id bigint not null,
    by_id bigint, -- who did it: a bare number, as in the log
    at timestamptz not null, -- of the deed
    read_at timestamptz,
    unique (person_id, kind, subject_id, at)
);
create index notice_of_person on notice (person_id, id desc);
create index notice_unread on notice (person_id) where read_at is null;
