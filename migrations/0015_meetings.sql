-- Meetings of a cohort, and what was told of each: every change is a version, so that a move can name both times (R18).

create table meeting (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort,
    version integer not null default 1 check (version >= 1), -- the newest of meeting_version
    state text not null default 'planned' check (state in ('planned', 'moved', 'cancelled')),
    title text not null check (length(title) between 1 and 120),
    starts_local timestamp not null check (date_trunc('minute', starts_local) = starts_local), -- as people say it there
    time_zone text not null,
    starts_at timestamptz not null, -- derived from the two before, and kept in step with the zone's rules
    minutes integer not null check (minutes between 5 and 720),
    place text not null default '' check (length(place) <= 200),
    link text not null default '' check (link = '' or link ~ '^https?://' and length(link) <= 500),
    created_at timestamptz not null,
    changed_at timestamptz not null
);
create index meeting_of_cohort on meeting (cohort_id, starts_at);

create table meeting_version (
    id bigint generated always as identity primary key,
    meeting_id bigint not null references meeting,
    number integer not null check (number >= 1),
    state text not null check (state in ('planned', 'moved', 'cancelled')),
    starts_at timestamptz not null,
    time_zone text not null,
    minutes integer not null check (minutes between 5 and 720),
    place text not null check (length(place) <= 200),
    link text not null check (length(link) <= 500),
    at timestamptz not null, -- when it was told
    unique (meeting_id, number)
);
