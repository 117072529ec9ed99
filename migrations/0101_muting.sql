-- A facilitator asks somebody to read along for some days: they write in no channel meanwhile. The reason is theirs to read.
alter table seat add muted_until timestamptz,
add muted_why text not null default '' check (length(muted_why) <= 500);
