-- Releases of families (R32): how many letters went out for a piece of work and how many are back, kept by hand. Never a name.

alter table work
    add column releases_sent integer not null default 0 check (releases_sent between 0 and 500),
    add column releases_back integer not null default 0,
    add check (releases_back between 0 and releases_sent);
