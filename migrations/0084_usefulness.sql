-- How useful a reader's notes were as a whole: said once by their author, seen by the giver, counted nowhere (R65).
create table usefulness (
    feedback_id bigint primary key references feedback on delete cascade,
    worth text not null check (worth in ('moved', 'confirmed', 'not_this_time')),
    words text not null default '' check (length(words) <= 300),
    said_at timestamptz not null
);
