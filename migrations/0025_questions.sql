-- Whom to ask: a question to the desk of an affiliate, and its answer. Nobody reads them but the desk.

create table affiliate_question (
    id bigint generated always as identity primary key,
    affiliate_id bigint not null references affiliate,
    person_id bigint references person on delete cascade,
    post_key uuid not null unique,
    name text not null check (length(name) between 1 and 120),
    address text not null default '' check (address = lower(address) and length(address) <= 254), -- '': the person's main one
    language text not null,
    text text not null check (length(text) between 1 and 1000),
    asked_at timestamptz not null,
    confirmed_at timestamptz check (confirmed_at >= asked_at), -- until then it is no question, and the desk does not see it
    check ((person_id is null) = (address <> '')),
    check (person_id is null or confirmed_at is not null)
);
create index affiliate_question_there on affiliate_question (affiliate_id, confirmed_at, id) where confirmed_at is not null;
create index affiliate_question_unconfirmed on affiliate_question (asked_at) where confirmed_at is null;
create index affiliate_question_of_person on affiliate_question (person_id) where person_id is not null;

-- A question is answered once.
create table affiliate_answer (
    question_id bigint primary key references affiliate_question on delete cascade,
    person_id bigint references person on delete set null,
    text text not null check (length(text) between 1 and 2000),
    at timestamptz not null
);
create index affiliate_answer_at on affiliate_answer (at);
create index affiliate_answer_of_person on affiliate_answer (person_id) where person_id is not null;
