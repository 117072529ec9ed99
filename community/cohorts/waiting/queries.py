"""Who waits in line, who has an offer, and how much room there is."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.cohorts.queries.seat_rows import SEAT, Seat
from community.cohorts.waiting.rules import Room
from community.people.queries import Person


@dataclass(frozen=True)
class Standing:
    """A seat that somebody waits for, or is away from: `ahead` stand before them in line; `offered_until` when one is
    kept for them; `returns_on` when they said to be back."""

    cohort_id: int
    name: str
    title: str
    affiliate: str
    starts_on: date
    state: str
    since: datetime
    ahead: int
    offered_until: datetime | None
    returns_on: date | None


async def room_by_id(cohort_id: int, at: datetime) -> Room:
    """How much of a cohort is taken, under its lock."""
    found = await db.one(
        Room,
        """
        select cohort.capacity,
               count(*) filter (where seat.state = 'active') as active,
               count(*) filter (where seat.offered_until > :at) as offered,
               count(*) filter (where seat.state = 'paused') as paused,
               count(*) filter (where seat.state = 'waitlisted' and seat.offered_until is null) as waiting,
               count(*) filter (where seat.offered_until <= :at) as lapsed
        from cohort left join seat on seat.cohort_id = cohort.id and seat.role = 'participant'
        where cohort.id = :id group by cohort.id
        """,
        id=cohort_id,
        at=at,
    )
    assert found is not None
    return found


async def lapsed_by_id(cohort_id: int, at: datetime) -> list[Seat]:
    """Whose offer is over, the oldest first."""
    return await db.many(
        Seat,
        SEAT + "where cohort_id = :id and offered_until <= :at order by offered_until, id limit 2000",
        id=cohort_id,
        at=at,
    )


async def next_by_id(cohort_id: int, most: int) -> list[Seat]:
    """Who waits longest without an offer."""
    return await db.many(
        Seat,
        SEAT
        + """
        where cohort_id = :id and state = 'waitlisted' and offered_until is null order by joined_at, id limit :most
        """,
        id=cohort_id,
        most=most,
    )


async def offer_by_id(seat_id: int, until: datetime) -> bool:
    """Whether this seat still waited without an offer, and has one now."""
    offered = await db.run(
        "update seat set offered_until = :until where id = :id and state = 'waitlisted' and offered_until is null",
        id=seat_id,
        until=until,
    )
    return offered == 1


async def due_by_id(at: datetime, after: int, most: int) -> list[int]:
    """Cohorts in whose line something is to be done: an offer is over, or somebody waits where there is room."""
    rows = await db.many(
        dict,
        """
        select cohort.id from cohort
        where cohort.id > :after and exists (
            select 1 from seat where seat.cohort_id = cohort.id and seat.state = 'waitlisted')
          and (exists (select 1 from seat where seat.cohort_id = cohort.id and seat.offered_until <= :at)
               or cohort.state in ('open', 'running') and cohort.sign_up_open and cohort.capacity > (
                   select count(*) from seat
                   where seat.cohort_id = cohort.id and seat.role = 'participant'
                     and (seat.state in ('active', 'paused') or seat.offered_until is not null))
               and exists (select 1 from seat where seat.cohort_id = cohort.id and seat.state = 'waitlisted'
                           and seat.offered_until is null))
        order by cohort.id limit :most
        """,
        at=at,
        after=after,
        most=most,
    )
    return [row["id"] for row in rows]


async def standings(person: Person) -> list[Standing]:
    """Where this person waits in line, has asked for a seat, or is away: offers first, then the oldest."""
    return await db.many(
        Standing,
        """
        select cohort.id as cohort_id, cohort.name, definition_version.title, affiliate.name as affiliate,
               cohort.starts_on, seat.state, seat.joined_at as since, seat.offered_until, seat.returns_on,
               case seat.state when 'waitlisted' then (
                   select count(*) from seat as before
                   where before.cohort_id = seat.cohort_id and before.state = 'waitlisted'
                     and (before.joined_at, before.id) < (seat.joined_at, seat.id)) else 0 end as ahead
        from seat
        join cohort on cohort.id = seat.cohort_id
        join affiliate on affiliate.id = cohort.affiliate_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.person_id = :person_id and seat.state in ('waitlisted', 'requested', 'paused')
          and cohort.state <> 'closed'
        order by seat.offered_until nulls last, seat.joined_at, seat.id limit 50
        """,
        person_id=person.id,
    )
