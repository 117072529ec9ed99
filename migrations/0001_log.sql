-- The log: every deed is one row per topic. History, outbox, feed and audit are this one table.

create table log_epoch (
    only_one boolean primary key default true check (only_one),
    value text not null
);
insert into log_epoch (value) values (replace(cast(gen_random_uuid() as text), '-', ''));

create table topic (
    name text primary key,
    seq bigint not null
);

-- seq counts per topic without gaps; (xact, id) is the cursor of those who follow the whole log.
-- Persons and subjects are bare numbers: a person can be erased while the log stays.
create table event (
    id bigint generated always as identity primary key,
    xact xid8 not null default pg_current_xact_id(),
    topic text not null,
    seq bigint not null,
    kind text not null,
    subject_id bigint,
    person_id bigint,
    at timestamptz not null,
    detail jsonb,
    unique (topic, seq)
);
create index event_in_order on event (xact, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger event_is_append_only before update or delete on event for each row execute function refuse_change();
create trigger event_is_never_emptied before truncate on event for each statement execute function refuse_change();

-- How far each follower of the whole log has read.
create table log_mark (
    name text primary key,
    xact xid8 not null,
    id bigint not null
);

-- A form that makes something is made once: its key, and where its result stands.
create table post_key (
    person_id bigint not null,
    key uuid not null,
    result text,
    at timestamptz not null,
    primary key (person_id, key)
);

-- Attempts that are counted over all processes (community/limits.py has the numbers).
create table attempt (
    kind text not null,
    key text not null,
    at timestamptz not null
);
create index attempt_lately on attempt (kind, key, at);
