-- Boxes of a cohort's lists that somebody ticked by hand; those that stand on data are never written down (R22).

create table checklist_tick (
    cohort_id bigint not null references cohort,
    item text not null check (item ~ '^[a-z_]{2,60}$'),
    person_id bigint references person on delete set null,
    at timestamptz not null,
    primary key (cohort_id, item)
);
create index checklist_tick_by on checklist_tick (person_id);
