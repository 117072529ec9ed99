-- A message brings files along, by the way of those of a piece of work.

alter table upload alter column work_id drop not null;
alter table upload add column message_id bigint references message on delete cascade;
alter table upload add check ((work_id is null) <> (message_id is null));
alter table upload add check (message_id is null or size <= 25000000);
create index upload_of_message on upload (message_id, id) where message_id is not null;
