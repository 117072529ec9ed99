-- Would this meet it: an author may ask for it, a reader may say it of each criterion, in words; no level (R41).

alter table feedback_request add column asks_outlook boolean not null default false;
alter table feedback add column outlooks jsonb not null default '{}' check (jsonb_typeof(outlooks) = 'object');
