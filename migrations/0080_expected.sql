-- Until when a cohort expects each requirement to be done: {key: day}. Nobody's own plan, which is `milestone`.

create table expected (
    cohort_id bigint primary key references cohort,
    version integer not null check (version >= 1),
    days jsonb not null check (jsonb_typeof(days) = 'object'),
    changed_at timestamptz not null
);
