"""Memberships: who counts as a member, and of what."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.affiliates import rules
from community.people.queries import Person


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


@dataclass(frozen=True)
class Standing:
    """What a Start goes by (R8): `active` pays nothing, `waiting` is told so and never asked to pay, `none` pays.

    `affiliate` is the name of the one that counts, or that has to answer; "" with none.
    """

    state: str
    affiliate_id: int | None = None
    affiliate: str = ""


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


async def standing(person: Person, on: date) -> Standing:
    """How this person stands on this day: an active membership before a waiting one (R8)."""
    found = await db.one(
        Standing,
        """
        select how.state, how.affiliate_id, affiliate.name as affiliate from (
            select case status when 'active' then 'active' else 'waiting' end as state, affiliate_id, starts_on as since
            from membership
            where person_id = :person_id and (ends_on is null or ends_on >= :on)
              and (status = 'active' and starts_on <= :on or status = 'pending')
            union all
            select 'waiting', affiliate_id, cast(asked_at as date) from membership_claim
            where person_id = :person_id and state = 'waiting'
        ) as how
        join affiliate on affiliate.id = how.affiliate_id
        order by how.state, how.since, how.affiliate_id limit 1
        """,
        person_id=person.id,
        on=on,
    )
    return found or Standing("none")
