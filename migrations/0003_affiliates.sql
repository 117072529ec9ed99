-- Affiliates in a tree, issuers beside them; memberships and desks of persons.

-- A local stands under a state, a state under the national one: the second key keeps it so, hence no circle.
create table affiliate (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('national', 'state', 'local')),
    parent_id bigint,
    parent_kind text generated always as (case kind when 'local' then 'state' when 'state' then 'national' end) stored,
    name text not null check (length(name) between 3 and 120),
    short text not null default '' check (length(short) <= 40),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]*$' and length(slug) <= 120),
    state_code text not null default '' check (state_code ~ '^([A-Z]{2})?$'),
    town text not null default '' check (length(town) <= 80),
    time_zone text not null default 'America/New_York',
    unique (id, kind),
    foreign key (parent_id, parent_kind) references affiliate (id, kind),
    check ((kind = 'national') = (parent_id is null))
);
create index affiliate_children on affiliate (parent_id);

create table issuer (
    id bigint generated always as identity primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]*$' and length(slug) <= 120),
    name text not null check (length(name) between 3 and 120),
    fee_cents integer not null default 7500 check (fee_cents >= 0),
    window_months integer check (window_months > 0) -- null: a Start opens no window (R23)
);

create table membership (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    affiliate_id bigint not null references affiliate,
    number text not null default '' check (length(number) <= 40),
    status text not null check (status in ('pending', 'active', 'ended')),
    starts_on date not null,
    ends_on date check (ends_on >= starts_on),
    unique (person_id, affiliate_id)
);
create index membership_of_affiliate on membership (affiliate_id);

-- An office in an affiliate, with an issuer, or with the platform itself.
create table desk (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    kind text not null,
    affiliate_id bigint references affiliate,
    issuer_id bigint references issuer,
    since timestamptz not null,
    ended_at timestamptz check (ended_at >= since),
    check (
        (kind in ('organizer', 'building_representative') and affiliate_id is not null and issuer_id is null)
        or (kind in ('reviewer', 'approver', 'catalogue_editor', 'committee_member') and issuer_id is not null and affiliate_id is null)
        or (kind in ('support', 'administrator') and affiliate_id is null and issuer_id is null)
    )
);
create unique index desk_once on desk (person_id, kind, coalesce(affiliate_id, 0), coalesce(issuer_id, 0)) where ended_at is null;
create index desk_of_affiliate on desk (affiliate_id) where ended_at is null;
create index desk_of_issuer on desk (issuer_id) where ended_at is null;
