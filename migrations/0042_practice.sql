-- Practice in giving feedback, on invented drafts: what one wrote is one's own, and may be begun anew (R49).

create table practice (
    id bigint generated always as identity primary key,
    person_id bigint not null references person on delete cascade,
    draft_key text not null check (length(draft_key) between 1 and 80),
    begun_at timestamptz not null,
    compared_at timestamptz,
    outlooks jsonb not null default '{}' check (jsonb_typeof(outlooks) = 'object'), -- would this meet it, by criterion
    unique (person_id, draft_key)
);

create table practice_note (
    id bigint generated always as identity primary key,
    practice_id bigint not null references practice on delete cascade,
    kind text not null check (kind in ('warm', 'question', 'cool', 'other')),
    text text not null check (length(text) between 1 and 4000),
    place text not null check (place in ('whole', 'criterion', 'passage')),
    criterion_key text not null default '' check ((place = 'criterion') = (criterion_key <> '')),
    quote text not null default '' check ((place = 'passage') = (quote <> '')),
    before text not null default '',
    after text not null default '',
    start integer not null default 0,
    pinned_at timestamptz not null
);
create index practice_note_of_practice on practice_note (practice_id, id);
