-- A second factor: a secret that an app holds too (RFC 6238), kept sealed, and recovery codes, kept as hashes.

create table factor (
    person_id bigint primary key references person on delete cascade,
    sealed bytea not null,
    made_at timestamptz not null,
    confirmed_at timestamptz check (confirmed_at >= made_at), -- null: being set up, asked for nowhere
    last_step bigint not null default 0 check (last_step >= 0) -- of the last code used: none works twice
);

create table recovery_code (
    person_id bigint not null references person on delete cascade,
    hash bytea not null,
    used_at timestamptz,
    primary key (person_id, hash)
);

-- When this sign-in last showed the second factor; null: not at all.
alter table session add column factor_at timestamptz;
