-- A person's private calendar address (R20). What it is made of is drawn, never derived.

create table calendar (
    person_id bigint primary key references person,
    secret text not null unique check (length(secret) >= 22),
    made_at timestamptz not null
);
