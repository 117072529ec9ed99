-- The ways in and out of a cohort: the waiting line, requests, invitations by mail, a pause, and how a seat ended.

-- `offered_until`: a seat is kept for somebody in line until then (R15). `returns_on`: somebody pauses and comes back that
-- day (R21). `ending`: how it ended; a refusal and a lapse are told from a leaving. `asks` is what somebody wrote who asks
-- for a seat, `reason` what who leads wrote at a refusal or a removal; nobody else reads them. `unnamed`: what this person
-- leaves here stands under "former participant". `welcomer_id`: who says hello to somebody new.
alter table seat
    add offered_until timestamptz,
    add returns_on date,
    add reminded_at timestamptz,
    add ending text not null default '' check (ending in ('', 'left', 'declined', 'refused', 'lapsed', 'removed')),
    add asks text not null default '' check (length(asks) <= 1000),
    add reason text not null default '' check (length(reason) <= 1000),
    add unnamed boolean not null default false,
    add welcomer_id bigint references person on delete set null,
    add check (offered_until is null or state = 'waitlisted'),
    add check ((returns_on is not null) = (state = 'paused'));
update seat set ending = state where state in ('left', 'removed');
create index seat_in_line on seat (cohort_id, joined_at, id) where state = 'waitlisted';
create index seat_offered on seat (offered_until) where offered_until is not null;
create index seat_away on seat (returns_on) where state = 'paused';
create index seat_by_welcomer on seat (welcomer_id) where welcomer_id is not null;

-- An invitation to an address, whether it has an account or not (A54); who opens its link may accept it. Link and row go
-- together by the seed and the server's secret, so that a copy of this table opens nothing.
create table invitation (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort,
    address text not null check (address = lower(address) and length(address) <= 254),
    role text not null check (role in ('participant', 'facilitator', 'observer', 'helper')),
    seed bytea not null unique,
    link_hash bytea not null unique,
    invited_by bigint references person on delete set null,
    invited_at timestamptz not null,
    sent_at timestamptz not null,
    times_sent integer not null default 1 check (times_sent between 1 and 5),
    ends_at timestamptz not null check (ends_at > invited_at),
    answered_at timestamptz,
    answer text not null default '' check (answer in ('', 'accepted', 'declined', 'withdrawn')),
    answered_by bigint references person on delete set null,
    unique (cohort_id, address),
    check ((answered_at is null) = (answer = ''))
);
create index invitation_to on invitation (address) where answered_at is null;
create index invitation_by on invitation (invited_by, invited_at);
create index invitation_answered_by on invitation (answered_by) where answered_by is not null;
