-- Time spent, as somebody notes it for herself: one line a day and micro-credential.

create table effort (
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    day date not null,
    minutes integer not null check (minutes between 1 and 1440),
    note text not null default '' check (length(note) <= 200),
    primary key (person_id, micro_credential_id, day)
);
