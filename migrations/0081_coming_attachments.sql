-- A file of a message comes in pieces before its message does: until then it is its sender's, by their seat.
alter table upload add column seat_id bigint references seat on delete cascade;
alter table upload drop constraint upload_check;
alter table upload add check (num_nonnulls(work_id, message_id, seat_id) = 1);
alter table upload add check (seat_id is null or size <= 25000000);
create index upload_of_seat on upload (seat_id, id) where seat_id is not null;
