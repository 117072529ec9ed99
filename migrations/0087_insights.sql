-- What is counted above the cohort: who was supported and who went alone, apart (R65).

-- One line for each person and micro-credential with a first attempt. `cohort_id`: where they had sat for a fortnight by
-- then (null: alone); `affiliate_id`: that cohort's, or their own. Written by who follows the log.
create table first_attempt (
    person_id bigint not null references person on delete cascade,
    micro_credential_id bigint not null references micro_credential,
    affiliate_id bigint not null references affiliate,
    cohort_id bigint references cohort,
    first_at timestamptz not null,
    judged boolean not null,
    met boolean not null check (judged or not met), -- with that very attempt
    awarded_at timestamptz, -- of the award that they hold
    primary key (person_id, micro_credential_id)
);
create index first_attempt_of_affiliate on first_attempt (affiliate_id, awarded_at);
create index first_attempt_of_cohort on first_attempt (cohort_id) where cohort_id is not null;

-- Their sums, for each affiliate and all above it, so that a page reads a few lines however many people there are. By the
-- month of the first attempt; `awards` by that of the award. They stay when somebody's own line is erased.
create table first_attempt_count (
    affiliate_id bigint not null references affiliate,
    supported boolean not null,
    month date not null check (extract(day from month) = 1),
    people integer not null,
    judged integer not null,
    met integer not null,
    awarded integer not null,
    awards integer not null,
    primary key (affiliate_id, supported, month)
);

create index cohort_by_day on cohort (starts_on desc, id desc);
