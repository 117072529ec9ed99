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

-- A mailed link with a six-digit code: to make an account, to sign in, to choose a new password, to change one's address.
-- Both are worked out of the seed and the server's secret, so that neither a copy of this table nor the queue opens anything.
create table mail_code (
    id bigint generated always as identity primary key,
    purpose text not null check (purpose in ('sign_up', 'sign_in', 'password', 'address')),
    address text not null check (length(address) <= 254),
    person_id bigint references person on delete cascade, -- who changes their address; else it is looked up when used
    seed bytea not null unique,
    link_hash bytea not null unique,
    next text not null default '/',
    language text not null default 'en',
    tries integer not null default 0 check (tries between 0 and 5),
    created_at timestamptz not null,
    ends_at timestamptz not null,
    used_at timestamptz
);
create index mail_code_by_address on mail_code (address, purpose);
create index mail_code_of_person on mail_code (person_id) where person_id is not null;

-- An account that waits for its address to be confirmed. Several may wait for one address; the one whose mail is answered wins.
create table sign_up (
    mail_code_id bigint primary key references mail_code on delete cascade,
    name text not null check (length(name) between 1 and 120),
    hash text not null,
    time_zone text not null,
    visit_hash bytea not null -- the browser it was asked in: there the link alone is enough, elsewhere the password is asked too
);
