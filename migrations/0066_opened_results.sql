-- An earner opens what the readers wrote of what fell short to people of her cohort, until a day of hers (R64).

create table opened_result (
    id bigint generated always as identity primary key,
    submission_id bigint not null references submission on delete cascade,
    seat_id bigint not null references seat on delete cascade, -- hers, where those sit to whom it is opened
    opened_at timestamptz not null,
    until_at timestamptz not null check (until_at > opened_at and until_at <= opened_at + interval '62 days'),
    ended_at timestamptz,
    ending text not null default '' check (ending in ('', 'earner', 'date', 'left', 'earned')),
    check ((ended_at is null) = (ending = ''))
);
create index opened_result_of_submission on opened_result (submission_id);
create index opened_result_of_seat on opened_result (seat_id);
create index opened_result_open on opened_result (until_at) where ended_at is null;

-- What of it: a criterion, or with "" all that is missing in a requirement.
create table opened_row (
    opened_result_id bigint not null references opened_result on delete cascade,
    requirement_key text not null,
    criterion_key text not null,
    primary key (opened_result_id, requirement_key, criterion_key)
);

create table opened_to (
    opened_result_id bigint not null references opened_result on delete cascade,
    person_id bigint not null references person on delete cascade,
    primary key (opened_result_id, person_id)
);
create index opened_to_person on opened_to (person_id);

-- Who has opened it, and when: its earner sees it.
create table result_look (
    id bigint generated always as identity primary key,
    opened_result_id bigint not null references opened_result on delete cascade,
    person_id bigint references person on delete set null,
    at timestamptz not null
);
create index result_look_of_opened on result_look (opened_result_id, at);
create index result_look_by_person on result_look (person_id);

-- What somebody writes to its earner about it; the two of them read it.
create table result_note (
    id bigint generated always as identity primary key,
    opened_result_id bigint not null references opened_result on delete cascade,
    person_id bigint references person on delete set null,
    text text not null check (length(text) between 1 and 2000),
    at timestamptz not null
);
create index result_note_of_opened on result_note (opened_result_id, id);
create index result_note_by_person on result_note (person_id);
