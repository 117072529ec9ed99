-- A peer asks for feedback on one requirement, peers read the draft as it was asked with, and pin notes to it (R40 to R49).

create table feedback_request (
    id bigint generated always as identity primary key,
    work_id bigint not null references work on delete cascade,
    cohort_id bigint not null references cohort,
    revision integer not null check (revision > 0), -- the draft as it was asked with
    focus text not null check (length(focus) between 1 and 300),
    off_limits text not null default '' check (length(off_limits) <= 300),
    protocol text not null,
    asks text not null check (asks in ('cohort', 'named')),
    wanted smallint not null check (wanted between 1 and 5),
    opened_at timestamptz not null,
    until_at timestamptz not null check (until_at > opened_at),
    ended_at timestamptz,
    ending text not null default '' check (ending in ('', 'author', 'date', 'left', 'work')),
    check ((ended_at is null) = (ending = ''))
);
create unique index feedback_request_one_open on feedback_request (work_id) where ended_at is null;
create index feedback_request_of_cohort on feedback_request (cohort_id, opened_at) where ended_at is null;

-- One reader's feedback on one request: asked by name, taken, sent; its begun note is kept for its writer (R43).
create table feedback (
    id bigint generated always as identity primary key,
    request_id bigint not null references feedback_request on delete cascade,
    person_id bigint references person on delete set null,
    state text not null check (state in ('asked', 'reading', 'sent', 'declined', 'returned')),
    protocol text not null,
    asked_at timestamptz,
    taken_at timestamptz,
    active_at timestamptz,
    sent_at timestamptz,
    begun jsonb not null default '{}',
    thanks text not null default '' check (length(thanks) <= 1000),
    thanked_at timestamptz,
    unique (request_id, person_id),
    check (state <> 'sent' or sent_at is not null),
    check (state <> 'reading' or taken_at is not null)
);
create index feedback_of_person on feedback (person_id, state);

-- Who opened a draft, and when: its author sees it (R49).
create table draft_opening (
    id bigint generated always as identity primary key,
    request_id bigint not null references feedback_request on delete cascade,
    person_id bigint references person on delete set null,
    opened_at timestamptz not null
);
create index draft_opening_of_request on draft_opening (request_id, opened_at);

-- One remark; for a passage the words it is about, what stood around them, and where they began.
create table note (
    id bigint generated always as identity primary key,
    feedback_id bigint not null references feedback on delete cascade,
    kind text not null check (kind in ('warm', 'question', 'cool', 'other')),
    text text not null check (length(text) between 1 and 4000),
    place text not null check (place in ('whole', 'criterion', 'passage')),
    criterion_key text not null default '' check ((place = 'criterion') = (criterion_key <> '')),
    quote text not null default '' check ((place = 'passage') = (quote <> '')),
    before text not null default '',
    after text not null default '',
    start integer not null default 0,
    pinned_at timestamptz not null,
    uptake text not null default '' check (uptake in ('', 'used', 'adapted', 'not_used')),
    reason text not null default '' check (length(reason) <= 1000),
    taken_up_at timestamptz,
    check ((uptake = '') = (taken_up_at is null))
);
create index note_of_feedback on note (feedback_id, id);

create table note_reply (
    id bigint generated always as identity primary key,
    note_id bigint not null references note on delete cascade,
    person_id bigint references person on delete set null,
    text text not null check (length(text) between 1 and 2000),
    at timestamptz not null
);
create index note_reply_of_note on note_reply (note_id, id);
