-- The facilitator's first page: what she said "not today" to, and the letters she wrote because of it.

create table put_off (
    person_id bigint not null references person on delete cascade,
    seat_id bigint not null references seat on delete cascade,
    need text not null check (need in ('came_back', 'safe_day_near', 'unread', 'stopped', 'not_begun')),
    until date not null, -- the first day on which she is reminded again
    primary key (person_id, seat_id, need)
);
create index put_off_of_seat on put_off (seat_id);

create table nudge (
    id bigint generated always as identity primary key,
    seat_id bigint not null references seat on delete cascade,
    person_id bigint references person on delete set null, -- who wrote
    need text not null check (need in ('came_back', 'safe_day_near', 'unread', 'stopped', 'not_begun')),
    at timestamptz not null
);
create index nudge_of_seat on nudge (seat_id, at);
create index nudge_of_person on nudge (person_id) where person_id is not null;
