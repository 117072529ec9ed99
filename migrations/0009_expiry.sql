-- Windows end by themselves: which ones are due, and of which end their earner was warned last (R24, R25).

alter table application add warned_days smallint check (warned_days in (60, 30, 14, 3));
create index application_due on application (expires_at, id) where state = 'open';
