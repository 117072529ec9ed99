-- What an approver typed while the second factor was too old to decide otherwise with: it is there again after the code.
create table override_draft (
    submission_id bigint not null references submission on delete cascade,
    person_id bigint not null references person on delete cascade,
    outcome text not null default '' check (outcome in ('', 'earned', 'not_yet')),
    reason text not null default '' check (length(reason) <= 2000),
    saved_at timestamptz not null,
    primary key (submission_id, person_id)
);
create index override_draft_of_person on override_draft (person_id);
