-- How many came to each meeting, so that a year of them is summed up without everybody's marks. Kept by who follows the log.
create table attended (
    meeting_id bigint primary key references meeting,
    came integer not null check (came >= 0)
);
insert into attended (meeting_id, came)
select meeting_id, count(*) from attendance where mark in ('there', 'late') group by meeting_id;

create index cohort_state_of_affiliate on cohort (affiliate_id, state);
