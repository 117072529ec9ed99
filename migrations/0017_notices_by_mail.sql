-- Notices are mailed, and each person chooses what reaches them, how, and when it is quiet.

alter table notice add column mailed_at timestamptz; -- null: not mailed, or not yet

create table notice_setting (
    person_id bigint primary key references person on delete cascade,
    by_mail boolean not null default true, -- the one switch for all mail that can be stopped
    quiet_from time not null default '21:00', -- in the person's own zone; from = until: never quiet
    quiet_until time not null default '07:00'
);

-- What was chosen otherwise than the kind's own way: only in the inbox, or not at all.
create table notice_choice (
    person_id bigint not null references person on delete cascade,
    kind text not null check (length(kind) <= 80),
    way text not null check (way in ('mail', 'inbox', 'nothing')),
    primary key (person_id, kind)
);
