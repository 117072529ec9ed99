-- Facilitators pin messages to the head of their channel; what is deleted or hidden is not pinned. Who did is in the log.

alter table message
    add column pinned_at timestamptz,
    add constraint message_pinned_stands check (pinned_at is null or deleted_at is null);
create index message_pinned on message (channel_id, id) where pinned_at is not null;
