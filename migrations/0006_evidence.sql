-- Work belongs to a person and a micro-credential; an application, a seat or a cohort may or may not stand beside it.

create table work (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    requirement_key text not null,
    state text not null default 'not_started' check (state in (
        'not_started', 'drafting', 'asking', 'answered', 'ready', 'submitted', 'returned_incomplete', 'not_yet', 'revising', 'met')),
    text text not null default '' check (length(text) <= 200000),
    revision integer not null default 0,
    saved_at timestamptz,
    changed_at timestamptz not null,
    unique (person_id, micro_credential_id, requirement_key)
);

-- Each saved text. One from a device that had not seen the newest stands `beside` the draft and `waits` for its author's
-- choice; it never becomes the draft by itself (R28). What is `kept` stays when older ones are thinned.
create table revision (
    id bigint generated always as identity primary key,
    work_id bigint not null references work on delete cascade,
    number integer not null,
    based_on integer not null,
    text text not null,
    words integer not null,
    device text not null default '',
    writer text not null default '',
    beside boolean not null default false,
    waits boolean not null default false check (beside or not waits),
    kept boolean not null default false,
    saved_at timestamptz not null,
    unique (work_id, number)
);
create index revision_waits on revision (work_id) where waits;
create index revision_to_thin on revision (saved_at) where not kept;

create table application (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    definition_version_id bigint not null references definition_version,
    state text not null default 'open' check (state in ('open', 'submitted', 'earned', 'expired', 'withdrawn', 'denied')),
    time_zone text not null,
    started_at timestamptz not null,
    expires_at timestamptz check (expires_at > started_at), -- null: its issuer sets no end (R23)
    ended_at timestamptz
);
create unique index application_one_open on application (person_id, micro_credential_id) where state in ('open', 'submitted', 'earned');
create index application_of_person on application (person_id, started_at);
