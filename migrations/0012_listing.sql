-- What the catalogue shows and searches, stacks of a state's own, and what a place gives for a micro-credential.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Accents do not count in a search. PostgreSQL's own is only stable, as its dictionary could be changed; ours is not.
create or replace function unaccented(words text) returns text language sql immutable strict parallel safe
as $$ select public.unaccent('public.unaccent'::regdictionary, words) $$;

-- The one row of each micro-credential in the catalogue: of its newest published version or, while there is none
-- (definition_version_id null), of what is known of it: title, competency, hours, tags. R6 holds for whole definitions.
create table listing (
    micro_credential_id bigint primary key references micro_credential,
    definition_version_id bigint unique references definition_version,
    title text not null check (length(title) > 0),
    language text not null,
    competency text not null check (length(competency) > 0),
    hours_min numeric not null check (hours_min > 0),
    hours_max numeric not null check (hours_max >= hours_min),
    evidence_types text[] not null,
    tags text[] not null,
    needs_students boolean not null,
    in_school_breaks boolean not null,
    waits boolean not null,
    waiting_period_days integer not null default 0 check (waiting_period_days = 0 or waits),
    audience text[] not null,
    licence text not null check (length(licence) > 0),
    credit_line text not null check (length(credit_line) > 0),
    configuration regconfig not null,
    body text not null, -- the texts of its method, parts and rubric
    search tsvector not null generated always as (
        setweight(to_tsvector(configuration, unaccented(title)), 'A')
        || setweight(to_tsvector(configuration, unaccented(competency)), 'B')
        || setweight(to_tsvector(configuration, unaccented(body)), 'D')
        -- the words as they stand, for one that is not yet typed to its end; without places, which would tear phrases
        || strip(to_tsvector('simple', unaccented(title || ' ' || competency || ' ' || body)))
    ) stored,
    check (definition_version_id is null or cardinality(evidence_types) > 0)
);
create index listing_search on listing using gin (search);
create index listing_title on listing using gin (lower(unaccented(title)) gin_trgm_ops);

-- The language of a definition's words, as PostgreSQL knows it; simple for what it does not.
create function configuration_of(language text) returns regconfig language sql stable as $$
select coalesce((
    select oid::regconfig from pg_ts_config
    where cfgname = case split_part(language, '-', 1)
        when 'en' then 'english' when 'es' then 'spanish' when 'fr' then 'french' when 'de' then 'german'
        when 'pt' then 'portuguese' when 'it' then 'italian' when 'ar' then 'arabic' when 'ru' then 'russian'
        else 'simple' end
    order by oid limit 1
), 'simple'::regconfig) $$;

-- The catalogue's row as this published version says it: for what is here already, and whenever one is published.
create function list_version(version_id bigint) returns void language sql as $$
insert into listing (
    micro_credential_id, definition_version_id, title, language, competency, hours_min, hours_max, evidence_types, tags,
    needs_students, in_school_breaks, waits, waiting_period_days, audience, licence, credit_line, configuration, body
)
select micro_credential_id, id, title, language, competency, hours_min, hours_max, evidence_types, tags,
       needs_students, in_school_breaks, waiting_period_days > 0, waiting_period_days, audience, licence, credit_line,
       configuration_of(language),
       (
           select string_agg(word #>> '{}', ' ')
           from jsonb_path_query(content, 'strict $.keyvalue() ?
               (@.key == "tags" || @.key == "key_method" || @.key == "method_components" || @.key == "parts").value.**'
           ) as word
           where jsonb_typeof(word) = 'string'
       )
from definition_version where id = version_id and published_at is not null
on conflict (micro_credential_id) do update
set definition_version_id = excluded.definition_version_id, title = excluded.title, language = excluded.language,
    competency = excluded.competency, hours_min = excluded.hours_min, hours_max = excluded.hours_max,
    evidence_types = excluded.evidence_types, tags = excluded.tags, needs_students = excluded.needs_students,
    in_school_breaks = excluded.in_school_breaks, waits = excluded.waits,
    waiting_period_days = excluded.waiting_period_days, audience = excluded.audience, licence = excluded.licence,
    credit_line = excluded.credit_line, configuration = excluded.configuration, body = excluded.body
$$;

select list_version(id) from (
    select distinct on (micro_credential_id) id from definition_version
    where published_at is not null order by micro_credential_id, version desc
) as newest;

-- R4: a state's own order of the same micro-credentials stands beside the issuers' stacks.
alter table stack add column state_code text not null default '' check (state_code ~ '^([A-Z]{2})?$');

-- What a district or a state gives (R62): what is not known is null, and then nothing is said. A rule counts for the
-- members of its affiliate and of those below it; the district's name is text, as a district is no affiliate of ours.
create table credit_rule (
    id bigint generated always as identity primary key,
    key text not null unique check (key ~ '^[a-z][a-z0-9_]{0,59}$'),
    affiliate_id bigint not null references affiliate,
    place_kind text not null check (place_kind in ('district', 'state')),
    place text not null check (length(place) between 3 and 120),
    micro_credential_id bigint references micro_credential, -- null: for all of them
    gives text check (length(gives) > 0),
    applies_to text[] not null,
    approval_needed boolean,
    approval_days integer check (approval_days > 0 and approval_needed), -- so long before Start it must be asked for
    approval_how text,
    proof text,
    proof_days integer check (proof_days > 0), -- from the day of the award
    deadline text,
    source text check (source ~ '^https?://'),
    checked_on date not null,
    note text not null default '',
    sample boolean not null default false,
    check (gives is null or source is not null)
);
create index credit_rule_of_affiliate on credit_rule (affiliate_id);
