-- A key that somebody else may have had counts no more, and all that it signed is signed anew (STANDARDS.md 1.6).

alter table issuer_key
    add column replaced_at timestamptz,
    add column because text not null default '' check (length(because) <= 500),
    add check ((replaced_at is null) = (because = ''));

-- How often it was signed anew: its credential's id says it, so that the former one is another.
alter table award add column signed_anew integer not null default 0 check (signed_anew >= 0);

-- What counts no more, for the record. Its place in a status list stays set for ever, and nobody else gets it.
create table former_credential (
    id bigint generated always as identity primary key,
    award_id bigint not null references award on delete cascade,
    issuer_key_id bigint not null references issuer_key,
    content bytea not null,
    jwt text not null,
    signed_at timestamptz not null,
    status_list_id bigint not null references status_list,
    status_index integer not null check (status_index between 0 and 131071),
    replaced_at timestamptz not null,
    unique (status_list_id, status_index)
);
create index former_credential_of_award on former_credential (award_id);

-- Of whom has closed the account only the place stays.
create or replace function award_without_person() returns trigger language plpgsql as $$
begin
    if new.person_id is null and old.person_id is not null then
        delete from credential where award_id = new.id;
        update former_credential set content = '', jwt = '' where award_id = new.id;
        new.salt = repeat('0', 32);
        new.published_at = null;
    end if;
    return new;
end $$;
