"""Affiliates found by words, and which of them have a cohort that takes people. Everybody may read all of it."""

from dataclasses import dataclass

from community import db
from community.affiliates.queries import Affiliate
from community.finding.places import rules
from community.finding.places.rules import Search
from community.people.queries import Person

MOST_FOUND = 60
# Only where nothing has all the words, what is near or like them is looked for: three letters in a row, of which short
# words have few, do not tell Ohoi from Ohio.
FOUND = """
with has as materialized (
    select id, cast(1 as real) as fit from affiliate
    where known_as like lower(unaccented(:longest)) -- the index is asked with one of them
      and known_as like all (select lower(unaccented(pattern)) from unnest(cast(:patterns as text[])) as pattern)
      and (:state = '' or parent_id = (select id from affiliate where slug = :state))
      and kind <> 'national'
    order by kind desc, name, slug limit :most
), near as materialized (
    select id, cast(1 as real) as fit from affiliate
    where cardinality(cast(:near as text[])) > 0 and not exists (select 1 from has)
      and known_as ~ all (select lower(unaccented(pattern)) from unnest(cast(:near as text[])) as pattern)
      and (:state = '' or parent_id = (select id from affiliate where slug = :state))
      and kind <> 'national'
    order by kind desc, name, slug limit :most
), fits as (
    select id, fit from has
    union all
    select id, fit from near
    union all
    select id, fit from (
        select id, fit, max(fit) over () as best from alike_affiliates(:q, 300) where not exists (select 1 from has)
    ) as alike where fit > 0.75 * best and id not in (select id from near)
)
select affiliate.slug, affiliate.name, affiliate.town, affiliate.kind, coalesce(above.name, '') as state,
       (select count(*) from cohort where cohort.affiliate_id = affiliate.id
        and cohort.state in ('open', 'running') and cohort.sign_up_open) as cohorts
from fits join affiliate on affiliate.id = fits.id
left join affiliate as above on above.id = affiliate.parent_id and above.kind = 'state'
where affiliate.kind <> 'national' and (:state = '' or above.slug = :state)
order by fits.fit desc, affiliate.kind desc, affiliate.name, affiliate.slug limit :most
"""


@dataclass(frozen=True)
class Found:
    """An affiliate in a list: `state` is the name of the one above a local, `cohorts` how many take people now."""

    slug: str
    name: str
    town: str
    kind: str
    state: str
    cohorts: int


async def public_found(search: Search) -> list[Found]:
    """The affiliates that have all these words; where none has, those whose words are like them, the likest first."""
    patterns = rules.patterns(search.q)
    about = {"patterns": patterns, "longest": max(patterns, key=len, default=""), "near": rules.near(search.q)}
    return await db.many(Found, FOUND, q=search.q, state=search.state, most=MOST_FOUND, **about)


async def public_with_cohorts(locals_: list[Affiliate]) -> list[Found]:
    """These locals, in this order, each with how many cohorts take people there now."""
    rows = await db.many(
        dict,
        """
        select affiliate_id, count(*) as cohorts from cohort
        where affiliate_id = any(:ids) and state in ('open', 'running') and sign_up_open
        group by affiliate_id order by affiliate_id limit 500
        """,
        ids=[one.id for one in locals_],
    )
    counts = {row["affiliate_id"]: row["cohorts"] for row in rows}
    return [Found(one.slug, one.name, one.town, one.kind, "", counts.get(one.id, 0)) for one in locals_]


async def own_affiliates(person: Person) -> list[Found]:
    """Where this person is a member or has asked to be one."""
    return await db.many(
        Found,
        """
        select affiliate.slug, affiliate.name, affiliate.town, affiliate.kind, '' as state, 0 as cohorts
        from membership join affiliate on affiliate.id = membership.affiliate_id
        where membership.person_id = :person_id and membership.status <> 'ended'
        order by affiliate.name, affiliate.slug limit 20
        """,
        person_id=person.id,
    )


async def public_ids_below(affiliate_id: int) -> list[int]:
    """This affiliate and all below it in which a cohort takes people."""
    rows = await db.many(
        dict,
        """
        with recursive downwards (id) as (
            select id from affiliate where id = :id
            union
            select affiliate.id from affiliate join downwards on affiliate.parent_id = downwards.id
        )
        select downwards.id from downwards
        where exists (select 1 from cohort where cohort.affiliate_id = downwards.id
                      and cohort.state in ('open', 'running') and cohort.sign_up_open)
        order by downwards.id limit 20000
        """,
        id=affiliate_id,
    )
    return [row["id"] for row in rows]
