-- R58: 14 calendar days, or as many business days as the issuer sets, without its holidays. What was promised to an earner
-- is written down with her attempt, also by when the first two readers have sent.
alter table submission add first_due_on date;
update submission set first_due_on = expected_on - 5;
alter table submission alter first_due_on set not null;
alter table submission add constraint submission_first_due check (first_due_on <= expected_on);

alter table issuer add review_business_days smallint check (review_business_days between 6 and 60); -- null: 14 calendar days
create table issuer_holiday (
    issuer_id bigint not null references issuer,
    day date not null,
    name text not null check (length(name) between 1 and 80),
    primary key (issuer_id, day)
);
