-- Once somebody reads an attempt its author withdraws it only by asking the desk, with a reason; a yes withdraws it.
create table withdrawal_wish (
    id bigint generated always as identity primary key,
    submission_id bigint not null references submission on delete cascade,
    reason text not null check (length(reason) between 1 and 1000),
    asked_at timestamptz not null,
    state text not null default 'asked' check (state in ('asked', 'granted', 'refused')),
    answered_at timestamptz check ((answered_at is null) = (state = 'asked')),
    answered_by bigint references person on delete set null,
    answer text not null default '' check (length(answer) <= 1000 and (state <> 'refused' or answer <> ''))
);
create unique index withdrawal_wish_once on withdrawal_wish (submission_id) where state = 'asked';
create index withdrawal_wish_of_submission on withdrawal_wish (submission_id, id);
create index withdrawal_wish_answered_by on withdrawal_wish (answered_by);
