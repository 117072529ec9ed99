-- How much of one thread somebody wants to be told; who chose nothing is told of it as of its channel. Theirs alone to see.
create table thread_involvement (
    message_id bigint not null references message on delete cascade, -- that began the thread
    person_id bigint not null references person on delete cascade,
    level text not null check (level in ('everything', 'mentions', 'nothing')),
    primary key (message_id, person_id)
);
create index thread_involvement_of_person on thread_involvement (person_id, message_id);
