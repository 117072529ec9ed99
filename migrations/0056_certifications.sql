-- Who may review what (R51): asked at an address, taken by its person, in force once calibrated, until it ends.

create table certification (
    id bigint generated always as identity primary key,
    micro_credential_id bigint not null references micro_credential,
    address text not null check (length(address) between 3 and 254),
    person_id bigint references person on delete cascade, -- null: not taken yet
    ground text not null check (ground in ('expert', 'earner')),
    reason text not null check (length(reason) between 1 and 500),
    ends_on date,
    asked_at timestamptz not null,
    asked_by bigint references person on delete set null,
    taken_at timestamptz check (taken_at >= asked_at),
    since timestamptz check (since >= taken_at), -- null: not calibrated yet
    ended_at timestamptz check (ended_at >= asked_at),
    ended_by bigint references person on delete set null,
    end_reason text not null default '' check (length(end_reason) <= 500),
    check (taken_at is not null or person_id is null),
    check (ended_at is null or length(end_reason) > 0)
);
create unique index certification_once on certification (micro_credential_id, address) where ended_at is null;
create unique index certification_of_once on certification (person_id, micro_credential_id) where ended_at is null;
create index certification_asked on certification (address) where taken_at is null and ended_at is null;
