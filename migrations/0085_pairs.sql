-- Who reads whom until a meeting ends, as who facilitates agreed it: two, or three where one would be alone.

create table pair (
    id bigint generated always as identity primary key,
    meeting_id bigint not null references meeting on delete cascade,
    agreed_at timestamptz not null,
    ended_at timestamptz
);
create index pair_of_meeting on pair (meeting_id);

create table pair_seat (
    pair_id bigint not null references pair on delete cascade,
    seat_id bigint not null references seat on delete cascade,
    request_id bigint references feedback_request on delete set null, -- with which this one opened a draft to the others
    primary key (pair_id, seat_id)
);
create index pair_seat_of_seat on pair_seat (seat_id);
create index pair_seat_request on pair_seat (request_id) where request_id is not null;

-- A draft that was open to a pair is closed when there is no such pair any more.
alter table feedback_request drop constraint feedback_request_ending_check;
alter table feedback_request add constraint feedback_request_ending_check
    check (ending in ('', 'author', 'date', 'left', 'work', 'pair'));
