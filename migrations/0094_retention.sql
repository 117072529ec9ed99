-- How long what is over is kept, where an administrator has shortened it (community/retaining.py).
create table retention (
    name text primary key check (name ~ '^[a-z_]{1,40}$'),
    days integer not null check (days between 1 and 3650),
    set_by bigint references person on delete set null,
    set_at timestamptz not null
);
create index retention_set_by on retention (set_by) where set_by is not null;
