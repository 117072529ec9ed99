-- Who says "not now" to reading, and who are kept from reading each other (R42).

create table reading_pause (
    seat_id bigint primary key references seat on delete cascade,
    at timestamptz not null
);

-- One row for each one who wishes it: `by_seat_id` is one of the two, or a facilitator's, and is shown to nobody else.
create table reading_pair (
    id bigint generated always as identity primary key,
    one_seat_id bigint not null references seat on delete cascade,
    other_seat_id bigint not null references seat on delete cascade,
    by_seat_id bigint not null references seat on delete cascade,
    at timestamptz not null,
    unique (one_seat_id, other_seat_id, by_seat_id),
    check (one_seat_id < other_seat_id)
);
create index reading_pair_of_other on reading_pair (other_seat_id);
create index reading_pair_by on reading_pair (by_seat_id);

-- The same pairs as persons, each from both sides.
create view kept_apart as
select one.cohort_id, one.person_id, other.person_id as other_id
from reading_pair
join seat as one on one.id in (reading_pair.one_seat_id, reading_pair.other_seat_id)
join seat as other on other.id in (reading_pair.one_seat_id, reading_pair.other_seat_id) and other.id <> one.id;
