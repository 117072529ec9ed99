-- Channels of a cohort, messages in threads, what was written before, reactions and how far each has read.

create table channel (
    id bigint generated always as identity primary key,
    cohort_id bigint not null references cohort,
    kind text not null check (kind in ('general', 'announcements', 'topic', 'requirement')),
    requirement_key text,
    name text not null default '' check (length(name) <= 60),
    created_by bigint references person on delete set null,
    created_at timestamptz not null,
    check ((kind = 'requirement') = (requirement_key is not null)),
    check ((kind = 'topic') = (name <> '')),
    unique (cohort_id, requirement_key)
);
create unique index channel_one_of_kind on channel (cohort_id, kind) where kind in ('general', 'announcements');
create index channel_of_cohort on channel (cohort_id);

-- text is the source, html what it was made into when it was written. A reply has thread_id; threads are one deep.
-- language is the cohort's: the words of a text are found by it, and by no dictionary in languages not named here.
create table message (
    id bigint generated always as identity primary key,
    channel_id bigint not null references channel,
    thread_id bigint references message,
    person_id bigint references person on delete set null,
    text text not null check (length(text) <= 20000),
    html text not null,
    version integer not null default 1,
    language text not null,
    post_key uuid not null, -- by which a browser knows what it was sending
    at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz,
    words tsvector generated always as (
        case language
            when 'en' then to_tsvector('english', text)
            when 'es' then to_tsvector('spanish', text)
            else to_tsvector('simple', text)
        end
    ) stored
);
create index message_of_channel on message (channel_id, id) where thread_id is null;
create index message_all_of_channel on message (channel_id, id);
create index message_of_thread on message (thread_id, id) where thread_id is not null;
create index message_words on message using gin (words);

-- What a message said before each edit.
create table message_version (
    message_id bigint not null references message on delete cascade,
    version integer not null,
    text text not null,
    html text not null,
    at timestamptz not null,
    primary key (message_id, version)
);

create table mention (
    message_id bigint not null references message on delete cascade,
    person_id bigint not null references person on delete cascade,
    primary key (message_id, person_id)
);
create index mention_of_person on mention (person_id, message_id);

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
