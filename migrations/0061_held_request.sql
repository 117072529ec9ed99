-- A request for feedback that waits until the files of its draft were looked at; then it goes by itself, or what was found
-- in them has stopped it and its author is told.
create table held_request (
    id bigint generated always as identity primary key,
    work_id bigint not null unique references work on delete cascade,
    seat_id bigint not null references seat on delete cascade,
    asking jsonb not null, -- the form as it was sent
    held_at timestamptz not null,
    stopped_at timestamptz check (stopped_at >= held_at)
);
create index held_request_of_seat on held_request (seat_id);
