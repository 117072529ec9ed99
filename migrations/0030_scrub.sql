-- Names in evidence (R32): what its author answered "not a name", and the names an author wants to be looked for.

-- `key` is the word as it is compared, without accents and case; it does not come back for this work.
create table name_answer (
    work_id bigint not null references work on delete cascade,
    key text not null check (length(key) between 1 and 400),
    word text not null check (length(word) between 1 and 200),
    answered_at timestamptz not null,
    primary key (work_id, key)
);

-- Often of students: read by nobody but who typed them in, and gone with the account.
create table watched_name (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    name text not null check (length(name) between 1 and 120),
    added_at timestamptz not null,
    unique (person_id, name)
);
