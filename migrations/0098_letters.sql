-- One letter of who facilitates to several of a cohort, to each in the private thread of the two; changed until it goes.

create table letter (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort on delete cascade,
    person_id bigint references person on delete set null, -- who writes
    text text not null check (length(text) between 1 and 20000),
    goes_at timestamptz not null,
    state text not null default 'planned' check (state in ('planned', 'going', 'sent', 'cancelled')),
    version integer not null default 1 check (version > 0),
    made_at timestamptz not null,
    sent_at timestamptz,
    check ((state = 'sent') = (sent_at is not null))
);
create index letter_of_cohort on letter (cohort_id, goes_at);
create index letter_of_person on letter (person_id) where person_id is not null;

create table letter_to (
    letter_id bigint not null references letter on delete cascade,
    seat_id bigint not null references seat on delete cascade,
    written_at timestamptz, -- when it came into the thread of the two
    primary key (letter_id, seat_id)
);
create index letter_to_of_seat on letter_to (seat_id);
