-- Whose draft it is asks the facilitators to look at a note they were given; one settles it, or hides the note from them.

create table note_flag (
    id bigint generated always as identity primary key,
    note_id bigint not null references note on delete cascade,
    why text not null check (length(why) between 1 and 300),
    raised_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'settled', 'hidden')),
    answer text not null default '' check (length(answer) <= 1000),
    answered_by bigint references person on delete set null,
    answered_at timestamptz,
    check ((state = 'open') = (answered_at is null)),
    check ((state = 'open') = (answer = ''))
);
create unique index note_flag_one_open on note_flag (note_id) where state = 'open';
create index note_flag_of_note on note_flag (note_id, id);
create index note_flag_answered_by on note_flag (answered_by);
