-- What is not mailed at once comes in a digest, on the days and at the hour that its reader chose, in their own zone.

alter table notice_setting
    add column rhythm text not null default 'weekdays' check (rhythm in ('weekdays', 'daily', 'weekly', 'never')),
    add column digest_at time not null default '17:00',
    add column digest_day smallint not null default 4 check (digest_day between 0 and 6); -- of the weekly one; 0 is Monday
alter table notice_choice drop constraint notice_choice_way_check;
alter table notice_choice add constraint notice_choice_way_check check (way in ('mail', 'digest', 'inbox', 'nothing'));
create index notice_unsent on notice (person_id, id) where read_at is null and mailed_at is null;
