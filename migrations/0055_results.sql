-- What comes of an attempt: its outcome, what each reader saw, what is missing, and when its earner hears of it.

alter table submission drop constraint submission_state_check;
alter table submission add constraint submission_state_check check (
    state in ('submitted', 'taken_back', 'withdrawn', 'returned_incomplete', 'not_yet', 'earned', 'denied')
);
alter table submission
    add claimed_at timestamptz, -- a reviewer has begun; from then on nobody takes it back (R35)
    add note text not null default '' check (length(note) <= 10000), -- to whoever reads it again (R37)
    add at_once boolean not null default false, -- its result may come in school hours and in the night
    add told_at timestamptz, -- its earner has heard of the outcome; until then it is with the reviewers for her
    add constraint submission_told check (
        told_at is null or state in ('returned_incomplete', 'not_yet', 'earned', 'denied')
    );

alter table submitted_work add changed boolean not null default false; -- since the copy that was judged before (R37)

-- What was met before with the same evidence, and is not read again (R38).
create table submitted_stay (
    submission_id bigint not null,
    requirement_key text not null,
    criterion_key text not null,
    primary key (submission_id, requirement_key, criterion_key),
    foreign key (submission_id, requirement_key) references submitted_work on delete cascade
);

-- `level`: the lowest that a deciding reader chose. `follow`: the approver's sentence where remarks contradict (R56).
create table submission_verdict (
    submission_id bigint not null,
    requirement_key text not null,
    criterion_key text not null,
    place integer not null check (place >= 1),
    met boolean not null,
    level text not null,
    stays boolean not null default false check (met or not stays),
    follow text not null default '' check (length(follow) <= 2000),
    primary key (submission_id, requirement_key, criterion_key),
    foreign key (submission_id, requirement_key) references submitted_work on delete cascade
);

create table submission_remark (
    submission_id bigint not null,
    requirement_key text not null,
    criterion_key text not null,
    reader integer not null check (reader between 1 and 3),
    level text not null,
    saw text not null default '' check (length(saw) <= 10000),
    would_meet text not null default '' check (length(would_meet) <= 10000),
    category text not null default '',
    primary key (submission_id, requirement_key, criterion_key, reader),
    foreign key (submission_id, requirement_key, criterion_key) references submission_verdict on delete cascade
);

-- What stood in the way of judging it (R54).
create table submission_missing (
    submission_id bigint not null references submission on delete cascade,
    place integer not null check (place >= 1),
    requirement_key text not null,
    says text not null check (length(says) between 1 and 2000),
    primary key (submission_id, place),
    foreign key (submission_id, requirement_key) references submitted_work on delete cascade
);

-- The last outcome that left the application open. `reworks`: what is left is to rework, so that its safe date leaves
-- time for the review only (R25).
alter table application
    add result text not null default '' check (result in ('', 'returned_incomplete', 'not_yet', 'withdrawn')),
    add result_at timestamptz check ((result_at is null) = (result = '')),
    add reworks boolean not null default false;

-- How long a window is at least after a result that leaves something to do (R26).
alter table issuer add rework_days integer not null default 28 check (rework_days between 0 and 60);
