-- People: who is asking. Addresses are unique among the confirmed; sessions are rows, so each can be ended.

create table person (
    id bigint generated always as identity primary key,
    name text not null check (length(name) between 1 and 120),
    called text not null check (length(called) between 1 and 60),
    pronouns text not null default '' check (length(pronouns) <= 40),
    language text not null default 'en',
    time_zone text not null default 'UTC',
    role text not null default 'teacher',
    about text not null default '' check (length(about) <= 120),
    theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
    holds_office boolean not null default false, -- a desk or reviewing: then sign-ins are short
    created_at timestamptz not null
);

create table email (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    address text not null check (address = lower(address) and length(address) <= 254),
    confirmed_at timestamptz,
    is_main boolean not null default true,
    unique (person_id, address)
);
create unique index email_confirmed_once on email (address) where confirmed_at is not null;
create unique index email_one_main on email (person_id) where is_main;
create index email_by_address on email (address);

create table password (
    person_id bigint primary key references person on delete cascade,
    hash text not null,
    changed_at timestamptz not null
);

create table session (
    id bigint generated always as identity primary key,
    token_hash bytea not null unique,
    person_id bigint not null references person on delete cascade,
    device text not null default '',
    shared boolean not null default false,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    idle_seconds integer not null,
    ended_at timestamptz
);
create index session_of_person on session (person_id, seen_at);

-- A mailed link with a six-digit code: to confirm an address, to sign in, to choose a new password.
create table mail_code (
    id bigint generated always as identity primary key,
    purpose text not null check (purpose in ('confirm', 'sign_in', 'password')),
    address text not null,
    person_id bigint references person on delete cascade,
    token_hash bytea not null unique,
    code_hash bytea not null,
    tries integer not null default 0,
    created_at timestamptz not null,
    ends_at timestamptz not null,
    used_at timestamptz
);
create index mail_code_by_address on mail_code (address, purpose);
