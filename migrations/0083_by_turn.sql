-- A request may ask willing readers by turn (R42).
alter table feedback_request drop constraint feedback_request_asks_check;
alter table feedback_request add constraint feedback_request_asks_check check (asks in ('cohort', 'named', 'turn'));
create index feedback_request_by_turn on feedback_request (opened_at, id) where asks = 'turn' and ended_at is null;
