"""The catalogue's rows, found by words; stacks and what stands in them. Everybody may read them (R1)."""

import re
from dataclasses import dataclass

from community import db
from community.catalogue.shelves.rules import Entry

ALIKE = 0.35  # so like a word of a title must a misspelt one be, by its trigrams
SHORTEST = 4  # letters of a word that may be misspelt

CARD = """
select micro_credential.code, listing.title, listing.language, listing.competency,
       cast(listing.hours_min as float8) as hours_min, cast(listing.hours_max as float8) as hours_max,
       listing.evidence_types, listing.tags, listing.needs_students, listing.in_school_breaks, listing.waits,
       listing.waiting_period_days, listing.audience, listing.licence, listing.credit_line,
       issuer.name as issuer, listing.definition_version_id is not null as whole,
       micro_credential.retired_at is not null as retired
from listing
join micro_credential on micro_credential.id = listing.micro_credential_id
join issuer on issuer.id = micro_credential.issuer_id
"""


@dataclass(frozen=True)
class Card:
    """A micro-credential as lists show it. Not `whole`: its title is listed, the definition is not here yet."""

    code: str
    title: str
    language: str
    competency: str
    hours_min: float
    hours_max: float
    evidence_types: list[str]
    tags: list[str]
    needs_students: bool
    in_school_breaks: bool
    waits: bool
    waiting_period_days: int
    audience: list[str]
    licence: str
    credit_line: str
    issuer: str
    whole: bool
    retired: bool


@dataclass(frozen=True)
class Stack:
    """An ordered set of micro-credentials; `state_code` where a state put it together, else ""."""

    code: str
    title: str
    state_code: str
    count: int
    hours_min: float
    hours_max: float


@dataclass(frozen=True)
class StackPlace:
    """One place of a stack: which card, its position, whether the stack needs it, and what comes before it (R5)."""

    code: str
    place: int
    required: bool
    predecessors: list[dict]


async def public_entries(q: str = "") -> list[Entry]:
    """All that is in the catalogue, or all that has these words: best fit first.

    A word may be the beginning of one; one of a title may be misspelt; "in quotes", or, and -without are understood.
    """
    words = {"q": q, "prefix": _prefix(q), "alike": ALIKE, "fuzzy": _fuzzy(q)} if q else {}
    return await db.many(Entry, (FOUND if q else ALL), **words)


async def public_cards(codes: list[str]) -> dict[str, Card]:
    """{code: card} of those that are in the catalogue."""
    cards = await db.many(Card, CARD + "where micro_credential.code = any(:codes) order by code limit 600", codes=codes)
    return {one.code: one for one in cards}


async def public_card(code: str) -> Card | None:
    return (await public_cards([code])).get(code)


async def public_stacks() -> list[Stack]:
    """All stacks with something in them, the issuers' first, by title."""
    order = "group by stack.id order by stack.state_code, stack.title, stack.code limit 500"
    return await db.many(Stack, STACK + order)


async def public_stack(code: str) -> Stack | None:
    return await db.one(Stack, STACK + "where stack.code = :code group by stack.id", code=code)


async def public_places(code: str) -> list[StackPlace]:
    """A stack from its first place to its last."""
    return await db.many(
        StackPlace,
        """
        select micro_credential.code, stack_place.place, stack_place.required,
               coalesce(definition_version.content -> 'predecessors', '[]') as predecessors
        from stack
        join stack_place on stack_place.stack_id = stack.id
        join micro_credential on micro_credential.id = stack_place.micro_credential_id
        join listing on listing.micro_credential_id = micro_credential.id
        left join definition_version on definition_version.id = listing.definition_version_id
        where stack.code = :code and micro_credential.retired_at is null
        order by stack_place.place, micro_credential.code limit 100
        """,
        code=code,
    )


STACK = """
select stack.code, stack.title, stack.state_code, count(*) as count,
       cast(sum(listing.hours_min) as float8) as hours_min, cast(sum(listing.hours_max) as float8) as hours_max
from stack
join stack_place on stack_place.stack_id = stack.id
join listing on listing.micro_credential_id = stack_place.micro_credential_id
join micro_credential on micro_credential.id = listing.micro_credential_id and micro_credential.retired_at is null
"""
ENTRY = """
select micro_credential.code, listing.title, issuer.slug as issuer, issuer.name as issuer_name, listing.language,
       listing.audience,
       array(
           select stack.code from stack_place join stack on stack.id = stack_place.stack_id
           where stack_place.micro_credential_id = listing.micro_credential_id order by stack.code
       ) as stacks,
       listing.needs_students, listing.in_school_breaks, listing.waits,
       cast(listing.hours_max as float8) as hours_max, listing.definition_version_id is not null as whole,
"""
JOINED = """
join micro_credential on micro_credential.id = listing.micro_credential_id and micro_credential.retired_at is null
join issuer on issuer.id = micro_credential.issuer_id
"""
ALL = ENTRY + "cast(0 as float8) as fit from listing" + JOINED + "order by code limit 2000"
# The words are looked for as they are and by their stems in each language that the catalogue has; a stack's title
# counts for all that stands in it. Only where nothing has them, words that are like them are looked for in titles.
FOUND = (
    """
with wanted as materialized (
    select websearch_to_tsquery('simple', unaccented(:q)) || to_tsquery('simple', unaccented(:prefix))
           || cast(coalesce((
               select string_agg(cast(websearch_to_tsquery(configuration, unaccented(:q)) as text), ' | ')
               from (select distinct configuration from listing order by configuration limit 20) as known
               where numnode(websearch_to_tsquery(configuration, unaccented(:q))) > 0
           ), '') as tsquery) as query
), has as materialized (
    select micro_credential_id, ts_rank('{0.02, 0.1, 0.4, 1.0}', listing.search, wanted.query) as fit
    from wanted join listing on listing.search @@ wanted.query
    union all
    select stack_place.micro_credential_id, 0.05 from wanted
    join stack on to_tsvector('simple', unaccented(stack.title)) @@ wanted.query
    join stack_place on stack_place.stack_id = stack.id
    union all
    select id, 10 from micro_credential where code = upper(:q)
), alike as materialized (
    select micro_credential_id, min(strict_word_similarity(unaccented(word), lower(unaccented(title)))) as fit
    from listing, unnest(cast(:fuzzy as text[])) as word
    where not exists (select 1 from has)
    group by micro_credential_id
), fits as (
    select micro_credential_id, sum(fit) as fit
    from (
        select micro_credential_id, fit from has
        union all select micro_credential_id, fit from alike where fit >= :alike
    ) as each group by micro_credential_id
)
"""  # noqa: S608
    + ENTRY
    + "cast(fits.fit as float8) as fit from fits join listing on listing.micro_credential_id = fits.micro_credential_id"
    + JOINED
    + "order by fit desc, code limit 2000"
)


def _prefix(q: str) -> str:
    """All the words, the last one perhaps not finished yet, as to_tsquery wants it; "" when there is none."""
    words = re.findall(r"\w+", q)
    operators = '"' in q or re.search(r"(^|\s)-", q)
    return "" if operators or not words else " & ".join(words) + ":*"


def _fuzzy(q: str) -> list[str]:
    """The words that may be misspelt; none when one is short, since anything is like a short word."""
    words = re.findall(r"\w+", q.lower())
    return words if words and all(len(word) >= SHORTEST for word in words) and '"' not in q else []
