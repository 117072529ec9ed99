-- Cases (R61): misconduct and appeals, as a dated log, with steps and days that each issuer sets.

-- What an issuer set; where it set nothing, the plan of the house holds. 0 days: there is no such step.
create table case_plan (
    issuer_id bigint not null references issuer,
    kind text not null check (kind in ('submission', 'award', 'result', 'revocation')),
    answer_days smallint not null check (answer_days between 0 and 90),
    second_days smallint not null check (second_days between 0 and 90),
    vote_days smallint not null check (vote_days between 1 and 90),
    appeal_days smallint not null check (appeal_days between 1 and 180),
    quorum smallint not null check (quorum between 2 and 15),
    primary key (issuer_id, kind),
    check (answer_days > 0 or kind in ('result', 'revocation')),
    check (answer_days > 0 or second_days = 0)
);

-- `person_id`: whom it concerns. `reason`: what is said in public if an award is revoked. `holds`: the award is under
-- review because of this case. The plan's numbers are those it was opened with.
create table case_file (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    issuer_id bigint not null references issuer,
    kind text not null check (kind in ('submission', 'award', 'result', 'revocation')),
    person_id bigint references person on delete set null,
    opened_by bigint references person on delete set null,
    submission_id bigint references submission on delete set null,
    award_id bigint references award,
    appeal_of bigint unique references case_file,
    reason text not null default '' check (reason in ('', 'not_own', 'in_error', 'replaced', 'given_back')),
    description text not null check (length(description) between 1 and 10000),
    holds boolean not null default false,
    time_zone text not null,
    answer_days smallint not null,
    second_days smallint not null,
    vote_days smallint not null,
    appeal_days smallint not null,
    quorum smallint not null,
    state text not null check (state in ('answering', 'answering_again', 'voting', 'decided', 'closed')),
    opened_at timestamptz not null,
    answer_by timestamptz check ((answer_by is null) = (answer_days = 0)),
    second_by timestamptz check ((second_by is null) = (second_days = 0)),
    vote_by timestamptz not null,
    upheld boolean,
    decided_at timestamptz check ((decided_at is null) = (upheld is null)),
    appeal_by timestamptz,
    closed_at timestamptz check ((closed_at is null) = (state <> 'closed')),
    reminded_for text not null default '' check (reminded_for in ('', 'answering', 'answering_again', 'voting')),
    check ((state in ('decided', 'closed')) = (decided_at is not null)),
    check ((state = 'decided') <= (appeal_by is not null)),
    check ((award_id is not null) = (kind in ('award', 'revocation')))
);
create unique index case_open_of_submission on case_file (submission_id) where state not in ('decided', 'closed');
create unique index case_open_of_award on case_file (award_id) where state not in ('decided', 'closed');
create unique index case_appeal_of_result on case_file (submission_id) where kind = 'result';
create index case_of_issuer on case_file (issuer_id, id desc);
create index case_of_person on case_file (person_id, id desc);
create index case_by_opener on case_file (opened_by);
create index case_of_award on case_file (award_id);
create index case_not_closed on case_file (id) where state <> 'closed';

-- What whom it concerns says, once in each step, as it stands now.
create table case_answer (
    id bigint generated always as identity primary key,
    case_id bigint not null references case_file,
    step smallint not null check (step in (1, 2)),
    person_id bigint references person on delete set null,
    text text not null check (length(text) between 1 and 20000),
    said_at timestamptz not null,
    changed_at timestamptz not null check (changed_at >= said_at),
    is_late boolean not null,
    unique (case_id, step)
);
create index case_answer_by_person on case_answer (person_id);

-- For the committee and the desk alone.
create table case_attachment (
    id bigint generated always as identity primary key,
    case_id bigint not null references case_file,
    person_id bigint references person on delete set null,
    title text not null check (length(title) between 1 and 200),
    text text not null check (length(text) between 1 and 50000),
    at timestamptz not null
);
create index case_attachment_of_case on case_attachment (case_id, id);
create index case_attachment_by_person on case_attachment (person_id);

-- Who of the committee knows whom it concerns, and does not vote.
create table case_conflict (
    id bigint generated always as identity primary key,
    case_id bigint not null references case_file,
    person_id bigint references person on delete set null,
    at timestamptz not null,
    unique (case_id, person_id)
);
create index case_conflict_by_person on case_conflict (person_id);

create table case_vote (
    id bigint generated always as identity primary key,
    case_id bigint not null references case_file,
    person_id bigint references person on delete set null,
    yes boolean not null,
    reasons text not null check (length(reasons) between 1 and 5000),
    at timestamptz not null,
    counted boolean not null default false, -- in the decision
    unique (case_id, person_id)
);
create index case_vote_by_person on case_vote (person_id);

-- Every step, dated. Nothing of it changes or goes; of whom has closed the account only the name.
create table case_line (
    id bigint generated always as identity primary key,
    case_id bigint not null references case_file,
    kind text not null check (kind ~ '^[a-z_]{1,40}$'),
    who text not null check (who in ('desk', 'committee', 'person', 'clock')),
    person_id bigint references person on delete set null,
    at timestamptz not null
);
create index case_line_of_case on case_line (case_id, id);
create index case_line_by_person on case_line (person_id);
create function case_line_never_changes() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.person_id is null
        and (new.id, new.case_id, new.kind, new.who, new.at) = (old.id, old.case_id, old.kind, old.who, old.at) then
        return new;
    end if;
    raise exception 'what happened in a case stays as it was written';
end $$;
create trigger case_line_never_changes before update or delete on case_line
for each row execute function case_line_never_changes();
create trigger case_line_is_never_emptied before truncate on case_line
for each statement execute function case_line_never_changes();

-- An attempt that a case is about is decided by nobody but the committee. `reread_at`: an appeal of its result was
-- upheld, so that who read it reads nothing of that application again.
alter table submission
    add held_since timestamptz,
    add reread_at timestamptz check (reread_at is null or state in ('not_yet', 'denied'));
