-- Who holds what (R59): the award, what of it was judged, its signed credential, its place in a status list (R61).

-- The public halves of an issuer's keys. They stay for ever: what was signed with an old one is checked with it.
create table issuer_key (
    id bigint generated always as identity primary key,
    issuer_id bigint not null references issuer,
    name text not null check (name ~ '^[a-z0-9-]{1,60}$'),
    multibase text not null unique check (multibase ~ '^z6Mk[1-9A-HJ-NP-Za-km-z]{40,60}$'), -- Ed25519
    jwk jsonb not null check (jwk ->> 'kty' = 'RSA' and not jwk ? 'd'),
    made_at timestamptz not null,
    unique (issuer_id, name)
);

-- `changes` counts what has changed in it since it was made, `signed_changes` what the signed `content` knows of.
create table status_list (
    id bigint generated always as identity primary key,
    issuer_id bigint not null references issuer,
    number integer not null check (number >= 1),
    changes integer not null default 0 check (changes >= 0),
    signed_changes integer check (signed_changes <= changes),
    signed_with bigint references issuer_key,
    signed_at timestamptz,
    content bytea,
    unique (issuer_id, number),
    check ((content is null) = (signed_changes is null)),
    check ((content is null) = (signed_at is null)),
    check ((content is null) = (signed_with is null))
);

-- For a version of a micro-credential, or for a stack. `number` stands in addresses and says nothing about who or how
-- many; `status_index` is drawn at random, so that it tells no order. Who closes their account leaves a bare number:
-- what they hold still verifies.
create table award (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    person_id bigint references person,
    issuer_id bigint not null references issuer,
    micro_credential_id bigint references micro_credential,
    definition_version_id bigint references definition_version,
    stack_id bigint references stack,
    submission_number text not null default '' check (submission_number ~ '^([0-9A-HJKMNP-TV-Z]{12})?$'),
    awarded_at timestamptz not null,
    subject uuid not null unique,
    salt text not null check (salt ~ '^[0-9a-f]{32}$'),
    status_list_id bigint not null references status_list,
    status_index integer not null check (status_index between 0 and 131071),
    state text not null default 'in_force' check (state in ('in_force', 'under_review', 'revoked')),
    revoked_at timestamptz,
    reason text not null default '' check (reason in ('', 'not_own', 'in_error', 'replaced', 'given_back', 'part')),
    reviewed_since timestamptz,
    published_at timestamptz, -- R60: until then nothing of it is public
    unique (status_list_id, status_index),
    check ((micro_credential_id is null) = (definition_version_id is null)),
    check ((stack_id is null) <> (micro_credential_id is null)),
    check ((submission_number = '') = (stack_id is not null)),
    check ((revoked_at is null) = (reason = '')),
    check ((reviewed_since is not null) = (state = 'under_review')),
    check (state <> 'revoked' or revoked_at is not null),
    check (state <> 'in_force' or revoked_at is null),
    check (published_at is null or person_id is not null)
);
-- R59: one award, however many say at the same instant that it was earned.
create unique index award_once on award (person_id, micro_credential_id) where revoked_at is null;
create unique index award_stack_once on award (person_id, stack_id);
create index award_of_person on award (person_id, awarded_at desc, id desc);
create index award_of_micro_credential on award (micro_credential_id, person_id);

-- What was judged, in the order of the rubric.
create table award_level (
    award_id bigint not null references award on delete cascade,
    place integer not null check (place >= 1),
    requirement_key text not null,
    criterion_key text not null,
    level text not null,
    primary key (award_id, place),
    unique (award_id, criterion_key)
);

-- What a stack's badge is made of: all that the stack required when it was given.
create table award_part (
    award_id bigint not null references award on delete cascade,
    place integer not null check (place >= 1),
    micro_credential_id bigint not null references micro_credential,
    primary key (award_id, place),
    unique (award_id, micro_credential_id)
);
create index award_part_of on award_part (micro_credential_id);

-- The signed bytes, the same for ever.
create table credential (
    award_id bigint primary key references award on delete cascade,
    issuer_key_id bigint not null references issuer_key,
    content bytea not null,
    jwt text not null,
    signed_at timestamptz not null
);
create function credential_never_changes() returns trigger language plpgsql as $$
begin
    raise exception 'what was signed stays as it was signed';
end $$;
create trigger credential_never_changes before update on credential
for each row execute function credential_never_changes();

-- Of whom has closed the account nothing is kept that could be led back to an address.
create function award_without_person() returns trigger language plpgsql as $$
begin
    if new.person_id is null and old.person_id is not null then
        delete from credential where award_id = new.id;
        new.salt = repeat('0', 32);
        new.published_at = null;
    end if;
    return new;
end $$;
create trigger award_without_person before update on award
for each row execute function award_without_person();
