-- Whom an affiliate has on its roster, who asks to be counted among its members, and desks that wait for an answer.

-- A line of an affiliate's roster is no account: a person is linked to it by a confirmed address, by number and last
-- name, or by the affiliate's desk (R8). The membership of who is linked follows it.
create table roster_row (
    id bigint generated always as identity primary key,
    affiliate_id bigint not null references affiliate,
    number text not null check (length(number) between 1 and 40),
    given_name text not null default '' check (length(given_name) <= 80),
    family_name text not null check (length(family_name) between 1 and 80),
    addresses text[] not null default '{}' check (cardinality(addresses) <= 5),
    status text not null check (status in ('pending', 'active', 'ended')),
    starts_on date not null,
    ends_on date check (ends_on >= starts_on),
    building text not null default '' check (length(building) <= 120),
    person_id bigint references person on delete set null,
    linked_by text check (linked_by in ('address', 'number', 'desk')),
    linked_at timestamptz,
    unique (affiliate_id, number),
    check (person_id is null or linked_by is not null and linked_at is not null)
);
create unique index roster_row_of_person on roster_row (person_id, affiliate_id) where person_id is not null;
create index roster_row_by_name on roster_row (affiliate_id, family_name, given_name, id);
create index roster_row_by_address on roster_row using gin (addresses);

-- "I am a member of this affiliate": waits until its desk says yes or no.
create table membership_claim (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    affiliate_id bigint not null references affiliate,
    number text not null default '' check (length(number) <= 40),
    family_name text not null check (length(family_name) between 1 and 80),
    said text not null default '' check (length(said) <= 500),
    state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'refused', 'withdrawn')),
    reason text not null default '' check (length(reason) <= 500),
    asked_at timestamptz not null,
    answered_at timestamptz check (answered_at >= asked_at),
    answered_by bigint references person on delete set null,
    check ((state = 'waiting') = (answered_at is null)),
    check (state <> 'refused' or reason <> '')
);
create unique index membership_claim_once on membership_claim (person_id, affiliate_id) where state = 'waiting';
create index membership_claim_waiting on membership_claim (affiliate_id, asked_at, id) where state = 'waiting';
create index membership_claim_of_person on membership_claim (person_id, asked_at);

-- A desk offered to an address, whether or not it has an account: who confirms it may take the desk.
create table desk_offer (
    id bigint generated always as identity primary key,
    affiliate_id bigint not null references affiliate,
    kind text not null check (kind in ('organizer', 'building_representative')),
    address text not null check (address = lower(address) and length(address) <= 254),
    state text not null default 'waiting' check (state in ('waiting', 'taken', 'declined', 'withdrawn')),
    offered_by bigint references person on delete set null,
    offered_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > offered_at),
    answered_at timestamptz check (answered_at >= offered_at),
    check ((state = 'waiting') = (answered_at is null))
);
create unique index desk_offer_once on desk_offer (affiliate_id, kind, address) where state = 'waiting';
create index desk_offer_to on desk_offer (address) where state = 'waiting';

create index affiliate_by_name on affiliate (parent_id, name, slug);
create index membership_by_state on membership (affiliate_id, status);
