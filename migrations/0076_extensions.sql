-- An earner asks for more time, and the desk of the issuer gives her window a later end, or says why not (F89).
create table extension (
    id bigint generated always as identity primary key,
    application_id bigint not null references application on delete cascade,
    sentence text not null default '' check (length(sentence) <= 1000), -- hers; "" where the desk gave it unasked
    asked_at timestamptz not null,
    state text not null check (state in ('asked', 'given', 'refused')),
    answered_at timestamptz check ((answered_at is null) = (state = 'asked')),
    answered_by bigint references person on delete set null,
    reason text not null default '' check (length(reason) <= 1000 and (state = 'asked' or reason <> '')),
    was_until timestamptz check ((was_until is null) = (state <> 'given')),
    until_at timestamptz check (until_at > was_until and (until_at is null) = (state <> 'given')),
    check (state <> 'asked' or sentence <> '')
);
create unique index extension_asked_once on extension (application_id) where state = 'asked';
create index extension_of_application on extension (application_id, id);
create index extension_answered_by on extension (answered_by);
