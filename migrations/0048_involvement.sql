-- How much of a channel somebody wants to be told; who chose nothing is told everything. Theirs alone to see.
create table involvement (
    channel_id bigint not null references channel,
    person_id bigint not null references person on delete cascade,
    level text not null check (level in ('mentions', 'nothing', 'hidden')),
    primary key (channel_id, person_id)
);
create index involvement_of_person on involvement (person_id, channel_id);
