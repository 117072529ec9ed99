-- A private thread: two of a cohort talk in a channel of their own, and nobody else reads it.

alter table channel drop constraint channel_kind_check;
alter table channel add constraint channel_kind_check
    check (kind in ('general', 'announcements', 'topic', 'requirement', 'private'));

-- Who talks there. Who has left reads and hears nothing more of it; who muted it reads, and is not told.
create table party (
    channel_id bigint not null references channel,
    person_id bigint not null references person on delete cascade,
    state text not null default 'open' check (state in ('open', 'muted', 'left')),
    primary key (channel_id, person_id)
);
create index party_of_person on party (person_id, channel_id);
