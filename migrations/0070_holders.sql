-- Holders of a badge elsewhere in the state read what nobody has read for four days, if holder, cohort and author wish it (R44).
create table holder_willing (
    person_id bigint primary key references person on delete cascade,
    a_month smallint not null check (a_month in (1, 2)), -- drafts that they may be asked to read
    at timestamptz not null
);
create table holders_welcome (
    cohort_id bigint primary key references cohort on delete cascade,
    at timestamptz not null
);
alter table feedback_request add column asks_holders boolean not null default false;
alter table feedback add column as_holder boolean not null default false;
alter table feedback add check (not as_holder or asked_at is not null);
create index feedback_of_holder on feedback (person_id, asked_at) where as_holder;
