-- When a meeting was and how long, beside how many came: a year of a union's meetings is read from one index.
alter table attended add column affiliate_id bigint references affiliate, add column starts_at timestamptz,
                     add column minutes integer;
delete from attended using meeting where meeting.id = attended.meeting_id and meeting.state = 'cancelled';
update attended set affiliate_id = cohort.affiliate_id, starts_at = meeting.starts_at, minutes = meeting.minutes
from meeting join cohort on cohort.id = meeting.cohort_id where meeting.id = attended.meeting_id;
-- They may be null: the release before writes rows without them while it still runs (X24).
create index attended_in_time on attended (affiliate_id, starts_at) include (minutes, came) where came > 0;

create index cohort_in_time on cohort (affiliate_id, ends_on) include (starts_on, id) where state <> 'draft';
create index seat_took_part on seat (cohort_id) include (person_id, joined_at, ended_at)
where role = 'participant' and state in ('active', 'paused', 'left');
