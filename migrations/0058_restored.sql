-- A facilitator shows a hidden message again, with a sentence for who wrote it and who reported it. What had been decided stays.
alter table report add column restored_at timestamptz;
alter table report add column restored_by bigint references person on delete set null;
alter table report add column restored_why text not null default '' check (length(restored_why) <= 500);
alter table report add check ((restored_at is null) = (restored_why = ''));
alter table report add check (restored_at is null or outcome = 'hidden');
create index report_settled_by on report (settled_by) where settled_by is not null;
create index report_restored_by on report (restored_by) where restored_by is not null;
