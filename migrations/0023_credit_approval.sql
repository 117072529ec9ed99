-- A rule that asks for no approval names no days before Start either: unknown days are no fault.
alter table credit_rule drop constraint credit_rule_check;
alter table credit_rule add constraint approval_days_of_an_approval
check (approval_days is null or (approval_days > 0 and approval_needed is true));
