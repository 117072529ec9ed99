-- What a Start costs who is no member, how each fee was settled, and vouchers.

-- So long after an expiry a new Start costs nothing (R9).
alter table issuer add free_again_months smallint not null default 12 check (free_again_months between 0 and 120);

-- Its number is known to who was given it: here is only what it is looked up by, and its last four signs.
create table voucher (
    id bigint generated always as identity primary key,
    hash bytea not null unique check (length(hash) = 32),
    tail text not null check (length(tail) = 4),
    label text not null default '' check (length(label) <= 80),
    issuer_id bigint references issuer,
    affiliate_id bigint references affiliate,
    value_cents integer not null check (value_cents between 1 and 10000000),
    uses integer not null check (uses between 1 and 1000),
    used integer not null default 0 check (used between 0 and uses),
    ends_on date not null,
    made_by bigint references person on delete set null,
    made_at timestamptz not null,
    withdrawn_at timestamptz check (withdrawn_at >= made_at),
    check ((issuer_id is null) <> (affiliate_id is null))
);
create index voucher_of_issuer on voucher (issuer_id, id) where issuer_id is not null;
create index voucher_of_affiliate on voucher (affiliate_id, id) where affiliate_id is not null;

-- A fee belongs to a person and a micro-credential; Start uses it up by putting its application beside it. It is not
-- returned any more once something was submitted (kept_at).
create table fee (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    person_id bigint references person on delete set null,
    micro_credential_id bigint not null references micro_credential,
    issuer_id bigint not null references issuer,
    affiliate_id bigint references affiliate,
    application_id bigint unique references application on delete set null,
    amount_cents integer not null check (amount_cents > 0),
    currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
    state text not null default 'due' check (state in ('due', 'promised', 'paid', 'waived', 'refunded')),
    how text not null default '' check (how in ('', 'voucher', 'desk', 'provider', 'membership')),
    voucher_id bigint references voucher,
    district text not null default '' check (length(district) <= 120),
    reference text not null default '' check (length(reference) <= 80),
    reason text not null default '' check (length(reason) <= 500),
    settled_by bigint references person on delete set null,
    asked_at timestamptz not null,
    settled_at timestamptz check (settled_at >= asked_at),
    refunded_at timestamptz check (refunded_at >= settled_at),
    wished_at timestamptz check (wished_at >= asked_at), -- its person would like it back
    kept_at timestamptz,
    used boolean not null default false,
    check ((state = 'due') = (settled_at is null)),
    check ((state = 'refunded') = (refunded_at is not null)),
    check (state <> 'promised' or district <> ''),
    check (state <> 'waived' or reason <> '' or how = 'membership'),
    check ((how = 'voucher') = (voucher_id is not null)),
    check (application_id is null or used),
    check (not used or state <> 'due'),
    check (kept_at is null or state <> 'refunded')
);
create unique index fee_one_unused on fee (person_id, micro_credential_id) where state <> 'refunded' and not used;
create index fee_of_person on fee (person_id, asked_at, id);
create index fee_of_issuer on fee (issuer_id, id);
create index fee_of_affiliate on fee (affiliate_id, id) where affiliate_id is not null;
