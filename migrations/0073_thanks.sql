-- A letter from who earned an award to one who helped with it, with what was counted when it was sent.
create table thanks_letter (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    award_id bigint not null references award on delete cascade,
    person_id bigint not null references person on delete cascade, -- to whom
    sat_to_help boolean not null, -- in a helper's seat
    notes integer not null check (notes >= 0),
    taken_up integer not null check (taken_up between 0 and notes),
    began_on date not null,
    words text not null default '' check (length(words) <= 600),
    sent_at timestamptz not null,
    unique (award_id, person_id),
    check (sat_to_help or taken_up > 0)
);
create index thanks_letter_to on thanks_letter (person_id, sent_at desc);
