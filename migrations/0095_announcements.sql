-- What is announced to everybody who is signed in: news, or a note that the house is being worked on at some time.
create table announcement (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('news', 'maintenance')),
    text text not null check (length(text) between 1 and 500),
    works_at timestamptz check ((works_at is not null) = (kind = 'maintenance')), -- from when it is worked on
    made_at timestamptz not null,
    until_at timestamptz not null check (until_at > made_at), -- then it is shown no more
    made_by bigint references person on delete set null
);
create index announcement_shown on announcement (until_at);
create index announcement_made_by on announcement (made_by) where made_by is not null;
create table announcement_read (
    announcement_id bigint not null references announcement on delete cascade,
    person_id bigint not null references person on delete cascade,
    at timestamptz not null,
    primary key (person_id, announcement_id)
);
