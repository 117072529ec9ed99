-- The week of an affiliate by mail: which organizer wants it, and which letters were made.

create table summary_wish (
    person_id bigint not null references person on delete cascade,
    affiliate_id bigint not null references affiliate,
    asked_at timestamptz not null,
    primary key (person_id, affiliate_id)
);
create index summary_wish_of_affiliate on summary_wish (affiliate_id);

-- One for each reader, affiliate and week; `week` is its Monday on the reader's own calendar.
create table summary (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    affiliate_id bigint not null references affiliate,
    week date not null check (extract(isodow from week) = 1),
    made_at timestamptz not null,
    unique (person_id, affiliate_id, week)
);
