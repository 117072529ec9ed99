-- Affiliates in a tree, issuers beside them; memberships and desks of persons.

create table affiliate (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('national', 'state', 'local')),
    parent_id bigint references affiliate,
    name text not null,
    short text not null default '',
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]*$'),
    state_code text not null default '',
    town text not null default '',
    time_zone text not null default 'America/New_York',
    check ((kind = 'national') = (parent_id is null))
);
create index affiliate_children on affiliate (parent_id);

create table issuer (
    id bigint generated always as identity primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]*$'),
    name text not null,
    fee_cents integer not null default 7500 check (fee_cents >= 0),
    window_months integer check (window_months > 0)
);

create table membership (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    affiliate_id bigint not null references affiliate,
    number text not null default '',
    status text not null check (status in ('pending', 'active', 'ended')),
    starts_on date not null,
    ends_on date,
    unique (person_id, affiliate_id)
);

create table desk (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    kind text not null check (kind in (
        'organizer', 'building_representative', 'reviewer', 'approver', 'catalogue_editor', 'committee_member', 'support', 'administrator')),
    affiliate_id bigint references affiliate,
    issuer_id bigint references issuer,
    since timestamptz not null,
    ended_at timestamptz,
    check (affiliate_id is null or issuer_id is null)
);
create index desk_of_person on desk (person_id) where ended_at is null;
