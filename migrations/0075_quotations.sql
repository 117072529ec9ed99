-- A passage of somebody's own draft, which a message of theirs shows; nobody reads it before there is such a message.
create table quotation (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    cohort_id bigint not null references cohort,
    requirement_key text not null,
    quote text not null check (length(quote) between 1 and 2000),
    before text not null, -- what stood around it, by which its author finds it again; shown to nobody
    after text not null,
    start integer not null check (start >= 0), -- characters
    made_at timestamptz not null,
    message_id bigint unique references message on delete cascade -- none until it is sent
);
create index quotation_of_person on quotation (person_id);
create unique index quotation_to_send on quotation (person_id, cohort_id, requirement_key) where message_id is null;
