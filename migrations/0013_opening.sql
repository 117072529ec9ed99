-- What an organizer says when a cohort is opened: when and where it meets, who may join, what is asked at joining.

-- Settings that an affiliate keeps for its next cohorts; `plan` is the meeting plan they came from.
create table cohort_template (
    id bigint generated always as identity primary key,
    affiliate_id bigint not null references affiliate,
    name text not null check (length(name) between 3 and 80),
    plan text not null default '' check (length(plan) <= 60),
    settings jsonb not null,
    made_from bigint references cohort,
    created_by bigint references person on delete set null,
    created_at timestamptz not null,
    retired_at timestamptz
);
create index cohort_template_of_affiliate on cohort_template (affiliate_id) where retired_at is null;

-- `weekday` 0 is Monday. `meeting_weeks` are the weeks, from 1 on, in which it meets on that day. `stack_id`: the cohort is
-- on a whole stack, and definition_version_id is the one at hand (R13). `template` and its version: where its plan came from.
-- `shows`: what colleagues see of a new member. `unled_since`: when its last facilitator went.
alter table cohort
    add stack_id bigint references stack,
    add mode text not null default 'online' check (mode in ('online', 'in_person', 'both')),
    add place text not null default '' check (length(place) <= 200),
    add link text not null default '' check (link = '' or link ~ '^https://' and length(link) <= 500),
    add weekday smallint check (weekday between 0 and 6),
    add meets_at time check ((meets_at is null) = (weekday is null)),
    add minutes smallint not null default 60 check (minutes between 10 and 600),
    add meeting_weeks smallint[] not null default '{}' check (cardinality(meeting_weeks) <= 60),
    add who_may_join text not null default 'everyone' check (who_may_join in ('local', 'members', 'everyone')),
    add refusal_text text not null default '' check (length(refusal_text) <= 500),
    add sign_up_open boolean not null default true,
    add shows text not null default 'all' check (shows in ('all', 'working_done', 'nothing')),
    add template text not null default '' check (length(template) <= 60),
    add template_version smallint not null default 0,
    add copied_from bigint references cohort,
    add published_at timestamptz,
    add finished_at timestamptz,
    add closed_at timestamptz,
    add unled_since timestamptz;
create index cohort_moves_by_itself on cohort (starts_on) where state in ('open', 'running', 'finishing');

-- Whether a facilitator's first name stands where visitors look.
alter table seat add named boolean not null default false;

-- Addresses whose readers were asked to facilitate; the one without an account finds the invitation once it has one (A54).
create table facilitator_asked (
    cohort_id bigint not null references cohort,
    address text not null check (address = lower(address) and length(address) <= 254),
    asked_by bigint references person on delete set null,
    asked_at timestamptz not null,
    answered_at timestamptz, -- it has become a seat, or was taken back
    primary key (cohort_id, address)
);
create index facilitator_asked_at on facilitator_asked (address) where answered_at is null;

-- What is asked at joining. A question that was answered is retired and never changed.
create table sign_up_question (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort,
    place smallint not null check (place between 1 and 5),
    kind text not null check (kind in ('goal', 'text')),
    text text not null check (length(text) between 3 and 300),
    retired_at timestamptz
);
create unique index sign_up_question_place on sign_up_question (cohort_id, place) where retired_at is null;

-- Read by its author and the cohort's facilitators only. `read_at`: since when a facilitator has seen it.
create table sign_up_answer (
    question_id bigint not null references sign_up_question,
    person_id bigint not null references person on delete cascade,
    text text not null check (length(text) between 1 and 2000),
    answered_at timestamptz not null,
    read_at timestamptz,
    met_by_self text check (met_by_self in ('yes', 'partly', 'not_yet')),
    met_by_facilitator text check (met_by_facilitator in ('yes', 'partly', 'not_yet')),
    primary key (question_id, person_id)
);
create index sign_up_answer_of_person on sign_up_answer (person_id);

-- Who looks after a member whose application was open when the cohort was closed (R22). No caretaker: goes on alone.
create table aftercare (
    cohort_id bigint not null references cohort,
    person_id bigint not null references person on delete cascade,
    caretaker_id bigint references person on delete set null,
    primary key (cohort_id, person_id)
);
create index aftercare_of_person on aftercare (person_id);
create index aftercare_by_caretaker on aftercare (caretaker_id);
