"""Desks: who holds which office, and over what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.errors import NotFound
from community.people.queries import Person

# This affiliate and all above it; union (not union all), so that it ends whatever the table holds.
UPWARDS = """
with recursive upwards (id, parent_id) as (
    select id, parent_id from affiliate where id = :affiliate_id
    union
    select affiliate.id, affiliate.parent_id from affiliate join upwards on affiliate.id = upwards.parent_id
)
"""


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


async def office(person: Person, affiliate_id: int) -> Desk:
    """The organizer's desk over this affiliate, or the building representative's at this very one; else NotFound."""
    try:
        return await desk(person, affiliate_id)
    except NotFound:
        for held in await desks(person):
            if held.affiliate_id == affiliate_id and held.kind == "building_representative":
                return held
        raise


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
        **pairs_as_columns(pairs),
    )
    return {(row["person_id"], row["id"]): "organizer" for row in rows}


async def organizers_for_by_id(
    things: Mapping[int, Any], without: Mapping[int, int | None] | None = None
) -> dict[int, list[int]]:
    """Who looks after each thing by its `affiliate_id`: {thing: persons, oldest desk first}.

    The organizers there; where nobody organizes (but the person whom it is `without`), those of the nearest above.
    """
    there = await organizers_over_by_id(sorted({thing.affiliate_id for thing in things.values()}))
    found = {}
    for number, thing in things.items():
        others = [one for one in there.get(thing.affiliate_id, []) if one[1] != (without or {}).get(number)]
        found[number] = [person for far, person in others if far == others[0][0]]
    return found


async def organizers_over_by_id(affiliate_ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    """{affiliate: (how far above, person), …}, the nearest first and there the oldest desk."""
    rows = await db.many(
        dict,
        """
        with recursive upwards (affiliate_id, id, parent_id, far) as (
            select id, id, parent_id, 0 from affiliate where id = any(:ids)
            union
            select upwards.affiliate_id, affiliate.id, affiliate.parent_id, far + 1 from affiliate
            join upwards on affiliate.id = upwards.parent_id where far < 5
        )
        select upwards.affiliate_id, desk.person_id, far
        from upwards join desk on desk.affiliate_id = upwards.id
        where desk.kind = 'organizer' and desk.ended_at is null
        order by upwards.affiliate_id, far, desk.id limit 10000
        """,
        ids=affiliate_ids,
    )
    there: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        there.setdefault(row["affiliate_id"], []).append((row["far"], row["person_id"]))
    return there


async def end_desk(person: Person, desk_id: int, at: datetime) -> bool:
    """Whether it was this person's and still held until now."""
    ended = await db.run(
        "update desk set ended_at = :at where id = :desk_id and person_id = :person_id and ended_at is null",
        desk_id=desk_id,
        person_id=person.id,
        at=at,
    )
    return ended == 1


async def asks_factor(desk: Desk) -> bool:
    """Whether a second factor is asked of everybody who holds a desk at this affiliate or with this issuer (A57)."""
    table, number = _place(desk)
    return await db.value(f"select asks_factor from {table} where id = :id", id=number)  # noqa: S608


async def set_asks_factor(desk: Desk, asks: bool) -> bool:
    """Whether it was not so before."""
    table, number = _place(desk)
    sql = f"update {table} set asks_factor = :asks where id = :id and asks_factor <> :asks"  # noqa: S608
    return await db.run(sql, id=number, asks=asks) == 1


def _place(desk: Desk) -> tuple[str, int | None]:
    return ("issuer", desk.issuer_id) if desk.issuer_id else ("affiliate", desk.affiliate_id)


def pairs_as_columns(pairs: set[tuple[int, int]]) -> dict[str, list[int]]:
    """The persons and the numbers that they ask about, for unnest."""
    ordered = sorted(pairs)
    return {"people": [person for person, _ in ordered], "ids": [number for _, number in ordered]}
