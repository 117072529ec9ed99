-- What somebody reported, one message each, and what came of it. A facilitator is shown that message, and nothing around it.
create table report (
    id bigint generated always as identity primary key,
    message_id bigint not null references message on delete cascade,
    version integer not null, -- what the message said then
    person_id bigint references person on delete cascade, -- who reported it
    reason text not null check (reason in ('unkind', 'private', 'elsewhere', 'other')),
    words text not null default '' check (length(words) <= 1000),
    at timestamptz not null,
    outcome text check (outcome in ('hidden', 'stands')),
    sentence text not null default '' check (length(sentence) <= 500),
    settled_at timestamptz,
    settled_by bigint references person on delete set null,
    check ((outcome is null) = (settled_at is null)),
    check ((outcome is null) = (sentence = '')),
    unique (message_id, person_id)
);
create index report_of_person on report (person_id);

-- Why a facilitator has hidden a message: all who read there are told. Hidden, it is taken back as if deleted.
alter table message add column hidden_why text not null default ''
    check (length(hidden_why) <= 500 and (hidden_why = '' or deleted_at is not null));
