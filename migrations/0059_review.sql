-- The formal review: who reads which attempt, what they found, and what came of it (R50 to R58). Nothing here names an earner.

alter table issuer add readers smallint not null default 2 check (readers in (1, 2)); -- R56

-- What somebody reads beside the language of their pages.
create table reading_language (
    person_id bigint not null references person on delete cascade,
    language text not null check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    primary key (person_id, language)
);

-- Exclusive (R53): a place, 1 to 3, of one attempt, held by who reads, until it is given back, runs out, or is sent.
create table review_claim (
    id bigint generated always as identity primary key,
    submission_id bigint not null references submission on delete cascade,
    person_id bigint references person on delete set null,
    reader smallint not null check (reader between 1 and 3),
    claimed_at timestamptz not null,
    active_at timestamptz not null check (active_at >= claimed_at),
    ended_at timestamptz,
    ending text not null default '' check (ending in ('', 'returned', 'expired', 'sent', 'settled')),
    check ((ended_at is null) = (ending = ''))
);
create unique index review_claim_once on review_claim (submission_id, reader) where ending in ('', 'sent');
create unique index review_claim_of_person on review_claim (submission_id, person_id) where ending in ('', 'sent');
create index review_claim_by_person on review_claim (person_id, submission_id);
create index review_claim_open on review_claim (active_at) where ending = '';

-- What is begun is its writer's, whatever becomes of the claim.
create table review_draft (
    submission_id bigint not null references submission on delete cascade,
    person_id bigint not null references person on delete cascade,
    begun jsonb not null default '{}' check (jsonb_typeof(begun) = 'object'),
    saved_at timestamptz not null,
    primary key (submission_id, person_id)
);
create index review_draft_of_person on review_draft (person_id);

-- The gate before quality, once (R54).
create table completion_check (
    submission_id bigint primary key references submission on delete cascade,
    person_id bigint references person on delete set null,
    complete boolean not null,
    checked_at timestamptz not null
);
create index completion_check_by_person on completion_check (person_id);

-- What one reader found, sent once; `outcome` is what the pass rule makes of it (R56, R57).
create table recommendation (
    id bigint generated always as identity primary key,
    submission_id bigint not null references submission on delete cascade,
    person_id bigint references person on delete set null,
    reader smallint not null check (reader between 1 and 3),
    outcome text not null check (outcome in ('earned', 'not_yet')),
    sent_at timestamptz not null,
    unique (submission_id, reader)
);
create unique index recommendation_of_person on recommendation (submission_id, person_id);
create index recommendation_by_person on recommendation (person_id);

create table recommended_level (
    recommendation_id bigint not null references recommendation on delete cascade,
    requirement_key text not null,
    criterion_key text not null,
    level text not null check (level <> ''),
    meets boolean not null,
    saw text not null default '' check (length(saw) <= 4000),
    would_meet text not null default '' check (length(would_meet) <= 4000),
    category text not null default '',
    primary key (recommendation_id, criterion_key),
    check (meets or (saw <> '' and would_meet <> '')) -- R55
);

-- Which of two remarks that contradict each other the earner follows: wanted, then an approver's sentence, "" where they
-- do not (R56).
create table followed (
    submission_id bigint not null references submission on delete cascade,
    criterion_key text not null,
    sentence text not null default '' check (length(sentence) <= 1000),
    person_id bigint references person on delete set null,
    said_at timestamptz check (said_at is not null or sentence = ''),
    primary key (submission_id, criterion_key)
);
create index followed_wanted on followed (submission_id) where said_at is null;
create index followed_by_person on followed (person_id);

-- `computed` by the pass rule; another `outcome` is an approver's, with the reason (R57).
create table decision (
    submission_id bigint primary key references submission on delete cascade,
    computed text not null check (computed in ('earned', 'not_yet')),
    outcome text not null check (outcome in ('earned', 'not_yet')),
    person_id bigint references person on delete set null,
    reason text not null default '' check (length(reason) <= 2000),
    decided_at timestamptz not null,
    check (outcome = computed or reason <> '')
);
create index decision_by_person on decision (person_id);

-- A word between one reader and the approvers, which no earner reads (F104).
create table review_word (
    id bigint generated always as identity primary key,
    submission_id bigint not null references submission on delete cascade,
    reader smallint not null check (reader between 1 and 3),
    from_approver boolean not null,
    person_id bigint references person on delete set null,
    text text not null check (length(text) between 1 and 2000),
    said_at timestamptz not null
);
create index review_word_of_submission on review_word (submission_id, id);
create index review_word_by_person on review_word (person_id);

-- Sentences that a reader keeps for the next time; nobody else sees them.
create table kept_comment (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    text text not null check (length(text) between 1 and 2000),
    kept_at timestamptz not null
);
create unique index kept_comment_once on kept_comment (person_id, md5(text));

create index draft_opening_by_person on draft_opening (person_id);
create index submitted_file_by_original on submitted_file (original_sha256);
