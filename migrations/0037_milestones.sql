-- Days that somebody sets herself, one for each requirement; told_at is when she was reminded.

create table milestone (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    requirement_key text not null check (length(requirement_key) between 1 and 80),
    day date not null,
    told_at timestamptz,
    unique (person_id, micro_credential_id, requirement_key)
);
create index milestone_to_tell on milestone (day) where told_at is null;
