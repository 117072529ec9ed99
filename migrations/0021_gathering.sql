-- Nobody offers it here yet: names that are gathered for a micro-credential in a local, until five have confirmed.

create table gathering (
    id bigint generated always as identity primary key,
    affiliate_id bigint not null references affiliate,
    micro_credential_id bigint not null references micro_credential,
    state text not null default 'open' check (state in ('open', 'made', 'ended')),
    cohort_id bigint references cohort, -- the draft that was made of it
    begun_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > begun_at), -- then its names are erased, whatever became of it
    check ((state = 'made') = (cohort_id is not null) or state = 'ended')
);
create unique index gathering_once on gathering (affiliate_id, micro_credential_id) where state = 'open';
create index gathering_ends on gathering (ends_at) where state <> 'ended';
create index gathering_of_cohort on gathering (cohort_id) where cohort_id is not null;

-- Read by the organizers of the affiliate and by nobody else. Until `confirmed_at` it counts for nothing.
create table gathered_name (
    id bigint generated always as identity primary key,
    gathering_id bigint not null references gathering,
    person_id bigint references person on delete cascade,
    name text not null check (length(name) between 1 and 80),
    address text not null check (address = lower(address) and length(address) <= 254),
    language text not null,
    asked_at timestamptz not null,
    confirmed_at timestamptz,
    unique (gathering_id, address)
);
create index gathered_name_of_person on gathered_name (person_id) where person_id is not null;
