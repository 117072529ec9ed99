-- What a meeting is for, line by line, and the reminder before it (R19).

alter table meeting add column planned_week integer check (planned_week between 1 and 200); -- of the cohort's plan

create table agenda ( -- where who leads wrote it anew; else it is the plan's
    meeting_id bigint primary key references meeting,
    version integer not null check (version >= 1),
    lines jsonb not null, -- [{minutes, what}], minutes 0 where none are said
    bring text[] not null,
    says text[] not null, -- for who leads
    changed_at timestamptz not null
);

create table reminder_words ( -- where who leads wrote them anew, or wants no reminder of this meeting
    meeting_id bigint primary key references meeting,
    version integer not null check (version >= 1),
    text text not null check (length(text) <= 2000),
    is_off boolean not null,
    changed_at timestamptz not null
);

create table reminder ( -- each that went out: once for each time that a meeting had
    id bigint generated always as identity primary key,
    meeting_id bigint not null references meeting,
    starts_at timestamptz not null,
    sent_at timestamptz not null,
    unique (meeting_id, starts_at)
);
