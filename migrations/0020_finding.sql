-- Affiliates are found by their names and towns, misspelt ones too.

alter table affiliate add column known_as text not null
    generated always as (lower(unaccented(name || ' ' || short || ' ' || town))) stored;
create index affiliate_known_as on affiliate using gin (known_as gin_trgm_ops);
create index cohort_offered on cohort (affiliate_id, starts_on) where state in ('open', 'running') and sign_up_open;

-- Affiliates with words like these, the likest first. A function, since only so an index is asked with a limit of our own.
select show_limit(); -- which loads the extension, so that its setting is known
create function alike_affiliates(words text, most integer) returns table (id bigint, fit real)
language sql stable set pg_trgm.word_similarity_threshold = 0.3 as $$
select affiliate.id, word_similarity(lower(unaccented(words)), known_as) from affiliate
where lower(unaccented(words)) <% known_as
order by word_similarity(lower(unaccented(words)), known_as) desc, affiliate.id limit most
$$;
