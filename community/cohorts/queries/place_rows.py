"""How a person stands to a cohort: by a seat in it, or by an organizer's desk over it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.cohorts.queries.cohort_rows import COHORT, Cohort
from community.cohorts.queries.seat_rows import SEAT, Seat
from community.errors import NotFound
from community.people.queries import Person

# Pairs of a person and a cohort, and the affiliates above each cohort.
WANTED = """
with recursive wanted (person_id, cohort_id) as (
    select person_id, cohort_id
    from unnest(cast(:people as bigint[]), cast(:cohorts as bigint[])) as pair (person_id, cohort_id)
), upwards (cohort_id, id, parent_id) as (
    select cohort.id, affiliate.id, affiliate.parent_id
    from cohort join affiliate on affiliate.id = cohort.affiliate_id
    where cohort.id in (select cohort_id from wanted)
    union
    select upwards.cohort_id, affiliate.id, affiliate.parent_id
    from affiliate join upwards on affiliate.id = upwards.parent_id
)
"""


@dataclass(frozen=True)
class Place:
    """How a person stands to a cohort: a seat in it, the organizer's desk over it, or both."""

    person_id: int
    cohort: Cohort
    seat: Seat | None
    desk: Desk | None


async def place(person: Person, cohort_id: int) -> Place:
    """Seat or desk, whichever opens the door; NotFound for all others."""
    sits = await db.one(
        Seat,
        SEAT + "where cohort_id = :cohort_id and person_id = :person_id and state = 'active'",
        cohort_id=cohort_id,
        person_id=person.id,
    )
    organizes = None
    try:
        organizes = await desk(person, cohort_id)
    except NotFound:
        if sits is None:
            raise
    found = await db.one(Cohort, COHORT + "where cohort.id = :id", id=cohort_id)
    if found is None:
        raise NotFound
    return Place(person.id, found, sits, organizes)


async def desk(person: Person, cohort_id: int) -> Desk:
    """The organizer's desk over this cohort's affiliate (R11); to everybody else there is no such cohort."""
    affiliate_id = await db.value("select affiliate_id from cohort where id = :id", id=cohort_id)
    if affiliate_id is None:
        raise NotFound
    return await affiliates.desk(person, affiliate_id)


async def seat_at(place: Place, seat_id: int) -> Seat:
    """A seat of this place's cohort, whatever its state; NotFound for one of another cohort."""
    found = await db.one(
        Seat, SEAT + "where id = :id and cohort_id = :cohort_id", id=seat_id, cohort_id=place.cohort.id
    )
    if found is None:
        raise NotFound
    return found


async def has_facilitator(place: Place) -> bool:
    """Whether somebody facilitates, or is invited to, if only by an address (R13)."""
    return await db.value(
        """
        select exists (
            select 1 from seat where cohort_id = :id and role = 'facilitator' and state in ('active', 'invited')
            union all
            select 1 from facilitator_asked where cohort_id = :id and answered_at is null
               and not exists (select 1 from email where email.address = facilitator_asked.address
                                                     and confirmed_at is not null))
        """,
        id=place.cohort.id,
    )


async def set_state_by_id(cohort_id: int, was: str, became: str, at: datetime) -> bool:
    """Whether the cohort was still so, and is now otherwise; since when it is open, finished, closed."""
    moved = await db.run(
        """
        update cohort
        set state = cast(:became as text),
            published_at = case when :became = 'open' then :at else published_at end,
            finished_at = case when :became = 'finishing' then :at else finished_at end,
            closed_at = case when :became = 'closed' then :at else closed_at end
        where id = :id and state = :was
        """,
        id=cohort_id,
        was=was,
        became=became,
        at=at,
    )
    return moved == 1


async def set_settings(place: Place, columns: dict[str, Any]) -> None:
    """These columns anew."""
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    await db.run(f"update cohort set {sets} where id = :id", id=place.cohort.id, **columns)  # noqa: S608 (ours)


async def set_code(place: Place, code: str, code_hash: bytes, uses: int) -> None:
    """This code in place of the former one."""
    await db.run(
        "update cohort set join_code = :code, join_code_hash = :hash, join_uses_left = :uses where id = :id",
        id=place.cohort.id,
        code=code,
        hash=code_hash,
        uses=uses,
    )


async def roster_audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow roster:ID: who sits in that cohort, and its organizers, as facilitators do (R11)."""
    rows = await db.many(
        dict,
        WANTED  # noqa: S608
        + """
        select wanted.person_id, wanted.cohort_id, 'facilitator' as audience from wanted
        join upwards on upwards.cohort_id = wanted.cohort_id
        join desk on desk.affiliate_id = upwards.id and desk.person_id = wanted.person_id
                 and desk.kind = 'organizer' and desk.ended_at is null
        union
        select wanted.person_id, wanted.cohort_id, case seat.role when 'facilitator' then 'facilitator' else 'peer' end
        from wanted
        join seat on seat.cohort_id = wanted.cohort_id and seat.person_id = wanted.person_id and seat.state = 'active'
        order by 1, 2, 3 desc limit 100000
        """,
        people=[person for person, _ in pairs],
        cohorts=[cohort for _, cohort in pairs],
    )
    return {(row["person_id"], row["cohort_id"]): row["audience"] for row in rows}  # the last, "facilitator", counts
