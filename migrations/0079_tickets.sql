-- Questions to the two desks of support, and what is said about them. A ticket carries no evidence (R63).

create table ticket (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    person_id bigint references person on delete cascade,
    post_key uuid not null unique,
    name text not null check (length(name) between 1 and 120),
    address text not null default '' check (address = lower(address) and length(address) <= 254), -- '': the person's main one
    language text not null,
    route text not null check (route in ('technical_assistance', 'content_support')),
    state text not null default 'waiting' check (state in ('waiting', 'answered', 'closed')),
    page text not null default '' check (length(page) <= 200), -- where it was asked, without what is secret in an address
    cohort_id bigint references cohort,
    submission text not null default '' check (submission ~ '^([0-9A-HJKMNP-TV-Z]{12})?$'), -- its number
    request text not null default '' check (request ~ '^([0-9a-f]{16})?$'), -- the number at the foot of the page, for our logs
    asked_at timestamptz not null,
    confirmed_at timestamptz check (confirmed_at >= asked_at), -- until then it is no ticket, and no desk sees it
    changed_at timestamptz not null,
    check ((person_id is null) = (address <> '')),
    check (person_id is null or confirmed_at is not null)
);
create index ticket_queue on ticket (route, state, changed_at, id) where confirmed_at is not null;
create index ticket_unconfirmed on ticket (asked_at) where confirmed_at is null;
create index ticket_of_person on ticket (person_id, id) where person_id is not null;
create index ticket_changed on ticket (changed_at);

-- What is said about a ticket, in its order. `by_desk` or by who asks.
create table ticket_entry (
    id bigint generated always as identity primary key,
    ticket_id bigint not null references ticket on delete cascade,
    post_key uuid not null unique,
    person_id bigint references person on delete set null,
    by_desk boolean not null,
    text text not null check (length(text) between 1 and 4000),
    at timestamptz not null
);
create index ticket_entry_of_ticket on ticket_entry (ticket_id, id);
create index ticket_entry_of_person on ticket_entry (person_id) where person_id is not null;

-- Answers that the desks give again and again.
create table canned_answer (
    id bigint generated always as identity primary key,
    post_key uuid not null unique,
    route text not null check (route in ('technical_assistance', 'content_support')),
    title text not null check (length(title) between 1 and 80),
    text text not null check (length(text) between 1 and 4000),
    person_id bigint references person on delete set null,
    at timestamptz not null
);
create index canned_answer_there on canned_answer (route, title, id);
create index canned_answer_of_person on canned_answer (person_id) where person_id is not null;
