-- Cohorts and the seats in them.

create table cohort (
    id bigint generated always as identity primary key,
    affiliate_id bigint not null references affiliate,
    definition_version_id bigint not null references definition_version,
    name text not null check (length(name) between 3 and 120),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]*$' and length(slug) <= 140),
    state text not null default 'open' check (state in ('draft', 'open', 'running', 'finishing', 'closed')),
    language text not null default 'en',
    time_zone text not null,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    capacity integer not null check (capacity between 1 and 2000),
    backlog text not null default 'all' check (backlog in ('all', 'from_joining')),
    join_code text not null check (join_code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    join_code_hash bytea not null unique,
    join_uses_left integer not null check (join_uses_left >= 0),
    created_by bigint references person on delete set null,
    created_at timestamptz not null
);
create index cohort_of_affiliate on cohort (affiliate_id, starts_on);

create table seat (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort,
    person_id bigint not null references person on delete cascade,
    role text not null check (role in ('participant', 'facilitator', 'observer', 'helper')),
    state text not null check (state in ('invited', 'requested', 'waitlisted', 'active', 'paused', 'left', 'removed')),
    shows text not null default 'all' check (shows in ('all', 'working_done', 'nothing')),
    joined_at timestamptz not null, -- since when in this state's life: invited, then joined; renewed by who comes back
    ended_at timestamptz,
    unique (cohort_id, person_id),
    check ((ended_at is not null) = (state in ('left', 'removed')))
);
create index seat_of_person on seat (person_id, state);
