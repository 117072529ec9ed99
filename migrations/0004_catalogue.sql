-- The catalogue: micro-credentials, their versions (a published one never changes, R3), requirements, stacks.

create table micro_credential (
    id bigint generated always as identity primary key,
    code text not null unique check (code ~ '^[A-Z]{2,5}-[0-9]{2,3}$'),
    title text not null,
    issuer_id bigint not null references issuer,
    retired_at timestamptz
);

create table definition_version (
    id bigint generated always as identity primary key,
    micro_credential_id bigint not null references micro_credential,
    version integer not null check (version >= 1),
    title text not null,
    language text not null,
    competency text not null,
    hours_min numeric not null,
    hours_max numeric not null,
    evidence_types text[] not null,
    tags text[] not null,
    needs_students boolean not null,
    in_school_breaks boolean not null,
    waiting_period_days integer not null default 0,
    audience text[] not null,
    licence text not null,
    credit_line text not null,
    content jsonb not null,
    sha256 text not null,
    published_at timestamptz,
    unique (micro_credential_id, version)
);

-- One column of the board: a prompt or an artifact requirement.
create table requirement (
    id bigint generated always as identity primary key,
    definition_version_id bigint not null references definition_version,
    key text not null,
    place integer not null,
    part integer not null check (part between 1 and 3),
    kind text not null check (kind in ('prompt', 'artifact')),
    title text not null,
    min_words integer,
    max_words integer,
    limit_kind text check (limit_kind in ('advisory', 'hard')),
    optional boolean not null default false,
    unique (definition_version_id, key),
    unique (definition_version_id, place)
);

create table stack (
    id bigint generated always as identity primary key,
    code text not null unique,
    title text not null
);

create table stack_place (
    stack_id bigint not null references stack,
    micro_credential_id bigint not null references micro_credential,
    place integer not null check (place >= 1),
    required boolean not null default true,
    primary key (stack_id, micro_credential_id)
);

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
    if exists (select 1 from definition_version where id = old.definition_version_id and published_at is not null) then
        raise exception 'a published version never changes (R3)';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger published_requirement_never_changes before update or delete on requirement
for each row execute function refuse_published_requirement();
