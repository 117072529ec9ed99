-- Somebody asked from a cohort's public page: a private thread with a facilitator, read by the asker without a seat.
alter table party add column asked_at timestamptz; -- when this one of the two asked so, last
create unique index party_that_asked on party (channel_id) where asked_at is not null;
