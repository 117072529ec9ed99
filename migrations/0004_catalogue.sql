-- The catalogue: micro-credentials, their versions (a published one never changes, R3), requirements, stacks.

create table micro_credential (
    id bigint generated always as identity primary key,
    code text not null unique check (code ~ '^[A-Z]{2,5}-[0-9]{2,3}$'),
    title text not null,
    issuer_id bigint not null references issuer,
    retired_at timestamptz
);

-- `content` is the whole definition as it was imported; the columns repeat what lists show and search.
-- R2: one competency, one key method, something with a rubric. R6: hours, evidence types, whether students are needed.
create table definition_version (
    id bigint generated always as identity primary key,
    micro_credential_id bigint not null references micro_credential,
    version integer not null check (version >= 1),
    title text not null,
    language text not null,
    competency text not null check (length(competency) > 0),
    hours_min numeric not null check (hours_min > 0),
    hours_max numeric not null check (hours_max >= hours_min),
    evidence_types text[] not null check (cardinality(evidence_types) > 0),
    tags text[] not null,
    needs_students boolean not null,
    in_school_breaks boolean not null,
    waiting_period_days integer not null default 0 check (waiting_period_days >= 0),
    audience text[] not null,
    licence text not null check (length(licence) > 0),
    credit_line text not null check (length(credit_line) > 0),
    content jsonb not null,
    sha256 text not null,
    published_at timestamptz,
    unique (micro_credential_id, version),
    check (coalesce(jsonb_typeof(content -> 'competency'), '') = 'string'),
    check (coalesce(jsonb_typeof(content -> 'key_method'), '') = 'object'),
    check (jsonb_path_exists(content, '$.parts.*.*[*].criteria[*]'))
);

-- One column of the board: a prompt or an artifact requirement.
create table requirement (
    id bigint generated always as identity primary key,
    definition_version_id bigint not null references definition_version,
    key text not null,
    place integer not null check (place >= 1),
    part integer not null check (part between 1 and 3),
    kind text not null check (kind in ('prompt', 'artifact')),
    title text not null,
    min_words integer,
    max_words integer check (max_words >= min_words),
    limit_kind text check (limit_kind in ('advisory', 'hard')),
    optional boolean not null default false,
    unique (definition_version_id, key),
    unique (definition_version_id, place)
);

create table stack (
    id bigint generated always as identity primary key,
    code text not null unique check (code ~ '^[A-Z]{2,5}$'),
    title text not null
);

create table stack_place (
    stack_id bigint not null references stack,
    micro_credential_id bigint not null references micro_credential,
    place integer not null check (place >= 1),
    required boolean not null default true,
    primary key (stack_id, micro_credential_id)
);
create index stack_place_of on stack_place (micro_credential_id);

-- R3, in the database itself: what is published is neither changed nor removed, nor given further requirements.
create function refuse_published() returns trigger language plpgsql as $$
begin
    if old.published_at is not null then
        raise exception 'a published version never changes (R3)';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger published_never_changes before update or delete on definition_version
for each row execute function refuse_published();

create function refuse_published_requirement() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from definition_version
        where published_at is not null
          and (tg_op <> 'INSERT' and id = old.definition_version_id or tg_op <> 'DELETE' and id = new.definition_version_id)
    ) then
        raise exception 'a published version never changes (R3)';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger published_requirement_never_changes before insert or update or delete on requirement
for each row execute function refuse_published_requirement();

create function refuse_emptying() returns trigger language plpgsql as $$
begin
    raise exception 'a published version never changes (R3)';
end $$;
create trigger versions_are_never_emptied before truncate on definition_version
for each statement execute function refuse_emptying();
create trigger requirements_are_never_emptied before truncate on requirement
for each statement execute function refuse_emptying();
