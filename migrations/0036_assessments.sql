-- What an author says of her own work: where she sees each criterion (R41), and that a requirement is hard (R65).

create table self_assessment (
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    requirement_key text not null check (length(requirement_key) between 1 and 80),
    criterion_key text not null check (length(criterion_key) between 1 and 80),
    level_key text not null default '' check (length(level_key) <= 80), -- '' is not said
    note text not null default '' check (length(note) <= 2000),
    said_at timestamptz not null,
    primary key (person_id, micro_credential_id, requirement_key, criterion_key)
);

create table hard_requirement (
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    requirement_key text not null check (length(requirement_key) between 1 and 80),
    said_at timestamptz not null,
    primary key (person_id, micro_credential_id, requirement_key)
);
