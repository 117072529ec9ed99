"""Affiliates in their tree, issuers, memberships and desks."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.affiliates import rules
from community.errors import NotFound
from community.people.queries import Person

AFFILIATE = """
select affiliate.id, affiliate.kind, affiliate.parent_id, affiliate.name, affiliate.short, affiliate.slug,
       affiliate.state_code,
       affiliate.town, affiliate.time_zone
from affiliate
"""
ISSUER = "select id, slug, name, fee_cents, window_months from issuer "
# This affiliate and all above it; union (not union all), so that it ends whatever the table holds.
UPWARDS = """
with recursive upwards (id, parent_id) as (
    select id, parent_id from affiliate where id = :affiliate_id
    union
    select affiliate.id, affiliate.parent_id from affiliate join upwards on affiliate.id = upwards.parent_id
)
"""
DOWNWARDS = """
with recursive downwards (id) as (
    select id from affiliate where id = :affiliate_id
    union
    select affiliate.id from affiliate join downwards on affiliate.parent_id = downwards.id
)
"""


@dataclass(frozen=True)
class Affiliate:
    """National, state or local."""

    id: int
    kind: str
    parent_id: int | None
    name: str
    short: str
    slug: str
    state_code: str
    town: str
    time_zone: str

    @property
    def topic(self) -> str:
        return f"affiliate:{self.id}"


@dataclass(frozen=True)
class Issuer:
    """The body that awards; `window_months` None opens no window at Start (R23)."""

    id: int
    slug: str
    name: str
    fee_cents: int
    window_months: int | None

    @property
    def topic(self) -> str:
        return f"issuer:{self.id}"


@dataclass(frozen=True)
class Desk:
    """A person's office. `affiliate_id` is the affiliate it was asked for; it is held there or above, at `held_at`."""

    id: int
    person_id: int
    kind: str
    affiliate_id: int | None
    affiliate: str
    held_at: int | None
    issuer_id: int | None
    issuer: str
    since: datetime


@dataclass(frozen=True)
class Membership:
    """A person in an affiliate."""

    id: int
    person_id: int
    affiliate_id: int
    affiliate: str
    number: str
    status: str
    starts_on: date
    ends_on: date | None


async def desk(person: Person, affiliate_id: int) -> Desk:
    """The organizer's desk over this affiliate, held there or above it; to everybody else it is not there (R11)."""
    found = await db.one(
        Desk,
        UPWARDS  # noqa: S608
        + """
        select desk.id, desk.person_id, desk.kind, affiliate.id as affiliate_id, affiliate.name as affiliate,
               desk.affiliate_id as held_at, desk.issuer_id, '' as issuer, desk.since
        from desk join affiliate on affiliate.id = :affiliate_id
        where desk.person_id = :person_id and desk.kind = 'organizer' and desk.ended_at is null
          and desk.affiliate_id in (select id from upwards)
        order by desk.affiliate_id = :affiliate_id desc, desk.id limit 1
        """,
        affiliate_id=affiliate_id,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def desks(person: Person) -> list[Desk]:
    """All offices that this person holds now, oldest first."""
    return await db.many(
        Desk,
        """
        select desk.id, desk.person_id, desk.kind, desk.affiliate_id, coalesce(affiliate.name, '') as affiliate,
               desk.affiliate_id as held_at, desk.issuer_id, coalesce(issuer.name, '') as issuer, desk.since
        from desk
        left join affiliate on affiliate.id = desk.affiliate_id
        left join issuer on issuer.id = desk.issuer_id
        where desk.person_id = :person_id and desk.ended_at is null order by desk.since, desk.id limit 100
        """,
        person_id=person.id,
    )


async def affiliate(desk: Desk) -> Affiliate:
    """The affiliate that the desk was asked for."""
    found = await db.one(Affiliate, AFFILIATE + "where id = :id", id=desk.affiliate_id)
    if found is None:
        raise NotFound
    return found


async def affiliates(desk: Desk, after: str = "", most: int = 200) -> list[Affiliate]:
    """The desk's affiliate and all below it, by slug, from the one after this slug on (R11)."""
    return await db.many(
        Affiliate,
        DOWNWARDS
        + AFFILIATE
        + "join downwards on downwards.id = affiliate.id where slug > :after order by slug limit :most",
        affiliate_id=desk.affiliate_id,
        after=after,
        most=most,
    )


async def memberships(person: Person) -> list[Membership]:
    """One's own memberships, also those that have ended."""
    return await db.many(
        Membership,
        """
        select membership.id, person_id, affiliate_id, affiliate.name as affiliate, number, status, starts_on, ends_on
        from membership join affiliate on affiliate.id = affiliate_id
        where person_id = :person_id order by starts_on desc, membership.id limit 100
        """,
        person_id=person.id,
    )


async def is_member(person: Person, on: date) -> bool:
    """Whether any membership of this person counts on this day, so that a Start costs nothing (R8)."""
    return any(rules.in_force(one.status, one.starts_on, one.ends_on, on) for one in await memberships(person))


async def public_affiliate(slug: str) -> Affiliate | None:
    return await db.one(Affiliate, AFFILIATE + "where slug = :slug", slug=slug)


async def public_issuer(slug: str) -> Issuer | None:
    return await db.one(Issuer, ISSUER + "where slug = :slug", slug=slug)


async def affiliates_by_id(ids: list[int]) -> dict[int, Affiliate]:
    """For feed, worker and jobs only."""
    found = await db.many(Affiliate, AFFILIATE + "where id = any(:ids) order by id limit 5000", ids=ids)
    return {one.id: one for one in found}


async def affiliate_audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow affiliate:ID: its organizers, and those above; {(person, affiliate): audience}."""
    rows = await db.many(
        dict,
        """
        with recursive upwards (person_id, id, above) as (
            select person_id, id, id
            from unnest(cast(:people as bigint[]), cast(:ids as bigint[])) as wanted (person_id, id)
            union
            select upwards.person_id, upwards.id, affiliate.parent_id from upwards
            join affiliate on affiliate.id = upwards.above
        )
        select distinct upwards.person_id, upwards.id from upwards
        join desk on desk.affiliate_id = upwards.above and desk.person_id = upwards.person_id
        where desk.kind = 'organizer' and desk.ended_at is null order by upwards.person_id, upwards.id limit 100000
        """,
        **_columns(pairs),
    )
    return {(row["person_id"], row["id"]): "organizer" for row in rows}


async def issuer_audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow issuer:ID: those who hold a desk with it; {(person, issuer): audience}."""
    rows = await db.many(
        dict,
        """
        select distinct desk.person_id, desk.issuer_id from desk
        join unnest(cast(:people as bigint[]), cast(:ids as bigint[])) as wanted (person_id, id)
            on desk.person_id = wanted.person_id and desk.issuer_id = wanted.id
        where desk.ended_at is null order by desk.person_id, desk.issuer_id limit 100000
        """,
        **_columns(pairs),
    )
    return {(row["person_id"], row["issuer_id"]): "desk" for row in rows}


async def names_around(person: Person) -> list[str]:
    """The names of one's affiliates, which are no secret and make no password (A55)."""
    rows = await db.many(
        dict,
        """
        select affiliate.name, affiliate.short, affiliate.town from membership
        join affiliate on affiliate.id = membership.affiliate_id
        where membership.person_id = :person_id order by affiliate.id limit 100
        """,
        person_id=person.id,
    )
    return [name for row in rows for name in row.values() if name]


async def end_desk(person: Person, desk_id: int, at: datetime) -> bool:
    """Whether it was this person's and still held until now."""
    ended = await db.run(
        "update desk set ended_at = :at where id = :desk_id and person_id = :person_id and ended_at is null",
        desk_id=desk_id,
        person_id=person.id,
        at=at,
    )
    return ended == 1


def _columns(pairs: set[tuple[int, int]]) -> dict[str, list[int]]:
    ordered = sorted(pairs)
    return {"people": [person for person, _ in ordered], "ids": [number for _, number in ordered]}
