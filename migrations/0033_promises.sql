-- A promise that a Start has used can fall through: the fee is due again, with the reason beside it, and the window stays.
alter table fee drop constraint fee_check9;
alter table fee add constraint fee_used_is_due_for_a_reason check (not used or state <> 'due' or reason <> '');
