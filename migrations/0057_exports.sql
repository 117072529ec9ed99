-- One person's data as one zip: asked for, put together by a job, kept for some days.

create table export (
    id bigint generated always as identity primary key,
    person_id bigint not null unique references person on delete cascade,
    asked_at timestamptz not null,
    parts smallint not null default 0 check (parts >= 0),
    done smallint not null default 0 check (done between 0 and parts),
    file text not null default '', -- noted before it is written, so that what a killed job left is found
    size bigint not null default 0 check (size >= 0),
    made_at timestamptz,
    ends_at timestamptz,
    check ((made_at is null) = (ends_at is null)),
    check (made_at is null or file <> '')
);
create index export_ends on export (ends_at) where ends_at is not null;
