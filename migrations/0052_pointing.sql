-- A message says which requirement it is about, or which criterion of its rubric (2.1).

alter table message add column about_key text;
alter table message add column about_criterion text not null default ''
    check (about_criterion ~ '^([1-9][0-9]?\.[1-9][0-9]?)?$' and (about_criterion = '' or about_key is not null));
create index message_about on message (channel_id, person_id) where about_key is not null;
