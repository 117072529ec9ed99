-- Work for later. A worker that has a job is named by its connection's process id, on which it holds an advisory lock.

create table job (
    id bigint generated always as identity primary key,
    name text not null,
    payload jsonb not null,
    key text,
    at timestamptz, -- not before; null: at once
    queued_at timestamptz not null,
    tries integer not null default 0,
    worker integer,
    problem text not null default '', -- of the last try
    given_up_at timestamptz
);
create unique index job_once_a_key on job (key) where given_up_at is null;
create index job_due on job (at nulls first, id) where given_up_at is null;
