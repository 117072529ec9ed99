-- A facilitator asks to be let in to a draft (R64): its author opens it until a day of hers, or not now. Each opening is kept.

create table let_in (
    id bigint generated always as identity primary key,
    seat_id bigint not null references seat on delete cascade, -- the author's
    person_id bigint not null references person on delete cascade, -- who asks
    requirement_key text not null,
    sentence text not null check (length(sentence) between 1 and 1000),
    state text not null default 'asked' check (state in ('asked', 'open', 'not_now', 'closed')),
    asked_at timestamptz not null,
    answered_at timestamptz check ((answered_at is null) = (state = 'asked')),
    until date check (state <> 'open' or until is not null) -- the last day, in the cohort's zone
);
create index let_in_of_seat on let_in (seat_id, person_id, requirement_key, id);
create index let_in_of_person on let_in (person_id);
create unique index let_in_once on let_in (seat_id, person_id, requirement_key) where state = 'asked';

create table let_in_opening (
    let_in_id bigint not null references let_in on delete cascade,
    at timestamptz not null,
    primary key (let_in_id, at)
);
