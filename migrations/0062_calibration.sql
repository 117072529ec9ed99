-- Calibration (R51): a set of texts with the levels that its issuer holds for right, and what a candidate made of it.

alter table issuer add column calibration_percent integer not null default 80 check (calibration_percent between 50 and 100);

-- A set never changes once it is made; `submission_number` where its texts were copied, with the earner's written consent.
create table calibration_set (
    id bigint generated always as identity primary key,
    definition_version_id bigint not null references definition_version,
    title text not null check (length(title) between 1 and 120),
    source text not null check (source in ('invented', 'consented')),
    consent text not null default '' check (length(consent) <= 500),
    submission_number text not null default '' check (submission_number ~ '^([0-9A-HJKMNP-TV-Z]{12})?$'),
    made_by bigint references person on delete set null,
    made_at timestamptz not null,
    retired_at timestamptz check (retired_at >= made_at),
    check (source = 'invented' or length(consent) > 0),
    check (source = 'consented' or submission_number = '')
);
create index calibration_set_of on calibration_set (definition_version_id);

create table calibration_text (
    calibration_set_id bigint not null references calibration_set on delete cascade,
    requirement_key text not null,
    text text not null check (length(text) between 1 and 20000),
    primary key (calibration_set_id, requirement_key)
);

create table calibration_level (
    calibration_set_id bigint not null references calibration_set on delete cascade,
    requirement_key text not null,
    criterion_key text not null,
    level text not null check (length(level) > 0),
    why text not null check (length(why) between 1 and 500),
    primary key (calibration_set_id, requirement_key, criterion_key)
);

-- One candidate, one set, once; `agreed` of `criteria` are counted when it is finished, and held against `percent`.
create table calibration_reading (
    id bigint generated always as identity primary key,
    calibration_set_id bigint not null references calibration_set,
    person_id bigint not null references person on delete cascade,
    begun_at timestamptz not null,
    finished_at timestamptz check (finished_at >= begun_at),
    agreed integer check (agreed between 0 and criteria),
    criteria integer check (criteria > 0),
    percent integer check (percent between 50 and 100),
    unique (calibration_set_id, person_id),
    check ((finished_at is null) = (agreed is null)),
    check ((finished_at is null) = (criteria is null)),
    check ((finished_at is null) = (percent is null))
);
create index calibration_reading_of on calibration_reading (person_id, id);

create table calibration_answer (
    calibration_reading_id bigint not null references calibration_reading on delete cascade,
    requirement_key text not null,
    criterion_key text not null,
    level text not null default '',
    saw text not null default '' check (length(saw) <= 2000),
    primary key (calibration_reading_id, requirement_key, criterion_key)
);
