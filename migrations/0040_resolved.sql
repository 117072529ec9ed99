-- A thread is resolved, said on its first message; one of its replies may be the answer.

alter table message
    add column resolved_at timestamptz,
    add column answer_id bigint references message on delete set null,
    add constraint message_resolved_is_first check (resolved_at is null or thread_id is null),
    add constraint message_answered_is_resolved check (answer_id is null or resolved_at is not null),
    add constraint message_answer_is_another check (answer_id <> id);
create index message_answer on message (answer_id) where answer_id is not null;
