-- Channels of a cohort, messages in threads, what was written before, reactions and how far each has read.

create table channel (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort,
    kind text not null check (kind in ('general', 'announcements', 'topic', 'requirement')),
    requirement_key text,
    name text not null default '',
    place integer not null default 0,
    check ((kind = 'requirement') = (requirement_key is not null)),
    unique (cohort_id, requirement_key)
);
create unique index channel_one_of_kind on channel (cohort_id, kind) where kind in ('general', 'announcements');

create table message (
    id bigint generated always as identity primary key,
    channel_id bigint not null references channel,
    thread_id bigint references message,
    person_id bigint references person on delete set null,
    text text not null check (length(text) <= 20000),
    html text not null,
    version integer not null default 1,
    post_key uuid,
    at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz,
    words tsvector generated always as (to_tsvector('simple', text)) stored
);
create index message_of_channel on message (channel_id, id) where thread_id is null;
create index message_of_thread on message (thread_id, id);
create index message_words on message using gin (words);

create table message_version (
    message_id bigint not null references message on delete cascade,
    version integer not null,
    text text not null,
    at timestamptz not null,
    primary key (message_id, version)
);

create table mention (
    message_id bigint not null references message on delete cascade,
    person_id bigint not null references person on delete cascade,
    primary key (message_id, person_id)
);

create table reaction (
    message_id bigint not null references message on delete cascade,
    person_id bigint not null references person on delete cascade,
    kind text not null check (kind in ('thumbs_up', 'thanks', 'celebrate', 'love', 'looking')),
    at timestamptz not null,
    primary key (message_id, person_id, kind)
);

create table read_marker (
    channel_id bigint not null references channel,
    person_id bigint not null references person on delete cascade,
    message_id bigint not null default 0,
    at timestamptz not null,
    primary key (channel_id, person_id)
);
