-- What was spent of a rate lately, one row for each key, so that one statement counts exactly over all processes
-- (community/limits.py has the numbers).

create table spent (
    kind text not null,
    key text not null,
    times timestamptz[] not null check (cardinality(times) > 0), -- oldest first
    primary key (kind, key)
);
insert into spent (kind, key, times) select kind, key, array_agg(at order by at) from attempt group by kind, key;
drop table attempt;
