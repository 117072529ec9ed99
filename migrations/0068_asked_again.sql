-- A reviewer whose readings drift is asked to calibrate again; answered by a set that is finished later (R51).
alter table certification add column asked_again_at timestamptz check (asked_again_at >= since);
