-- A window that ends soon is a need of its own.

alter table put_off drop constraint put_off_need_check;
alter table put_off add constraint put_off_need_check
    check (need in ('came_back', 'expiring', 'safe_day_near', 'unread', 'stopped', 'not_begun'));
alter table nudge drop constraint nudge_need_check;
alter table nudge add constraint nudge_need_check
    check (need in ('came_back', 'expiring', 'safe_day_near', 'unread', 'stopped', 'not_begun'));
