-- A credit rule is written at a desk, shown from when it is approved with its source and the day it was read there
-- (R62), and ended when it no longer holds. A key is one rule for good, so an ended one stays.
alter table credit_rule
add column approved_at timestamptz,
add column ended_at timestamptz,
add column version integer not null default 1 check (version > 0), -- counts its texts, so that nobody overwrites another
alter column checked_on drop not null;
update credit_rule set approved_at = checked_on;
alter table credit_rule drop constraint credit_rule_check1;
alter table credit_rule add constraint approved_as_read check (
    approved_at is null or (checked_on is not null and (gives is null or source is not null))
);
alter table credit_rule add constraint short_texts check (
    length(gives) <= 500 and length(approval_how) <= 300 and length(proof) <= 300 and length(deadline) <= 200
    and length(source) <= 500 and length(note) <= 500
);
