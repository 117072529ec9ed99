-- Whose account this line is not, as its desk said: its addresses link it to them no more.
alter table roster_row add released_person_id bigint references person on delete set null;
