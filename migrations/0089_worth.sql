-- What a cohort was worth, for an executive board: what it cost, and a sentence of each earner who allows it.

-- The earner's own words for their union, theirs to take back. Whoever closes the account takes them along.
create table union_sentence (
    award_id bigint primary key references award on delete cascade,
    text text not null check (length(text) between 1 and 400),
    named boolean not null,
    allowed_at timestamptz not null
);
create function union_sentence_goes_with_its_person() returns trigger language plpgsql as $$
begin
    delete from union_sentence where award_id = new.id;
    return new;
end $$;
create trigger union_sentence_goes_with_its_person after update of person_id on award
for each row when (new.person_id is null) execute function union_sentence_goes_with_its_person();

-- What an affiliate spent on a cohort, as its organizer knows it.
create table cohort_cost (
    cohort_id bigint primary key references cohort,
    amount_cents bigint not null check (amount_cents between 0 and 100000000),
    spent_on text not null default '' check (length(spent_on) <= 200),
    noted_by bigint references person on delete set null,
    noted_at timestamptz not null
);
create index cohort_cost_by_person on cohort_cost (noted_by);
create index fee_settled_at_affiliate on fee (affiliate_id, settled_at) where affiliate_id is not null;
