"""Who has to do with a cohort without sitting there now: asking, waiting, invited, away, gone. For who leads."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.cohorts.queries.place_rows import WANTED, Place

OUTSIDE = """
select seat.id as seat_id, seat.cohort_id, seat.person_id, person.name, seat.role, seat.state, seat.joined_at,
       seat.offered_until, seat.returns_on, seat.ended_at, seat.ending, seat.asks,
       cohort.state = 'closed' as is_closed,
       (seat.state = 'invited' or seat.ending = 'declined') and exists (
           select 1 from facilitator_asked join email on email.address = facilitator_asked.address
           where facilitator_asked.cohort_id = seat.cohort_id and email.person_id = seat.person_id) as by_address
from seat join person on person.id = seat.person_id join cohort on cohort.id = seat.cohort_id
"""
ORDER = {"requested": 0, "waitlisted": 1, "invited": 2, "paused": 3}


@dataclass(frozen=True)
class Outside:
    """Somebody at the door. `joined_at`: since when they ask, wait or are invited; `asks`: what they wrote.

    `by_address`: was asked to facilitate by an address, and stands among those, without a name (A54).
    """

    seat_id: int
    cohort_id: int
    person_id: int
    name: str
    role: str
    state: str
    joined_at: datetime
    offered_until: datetime | None
    returns_on: date | None
    ended_at: datetime | None
    ending: str
    asks: str
    is_closed: bool
    by_address: bool

    @property
    def order(self) -> str:
        """Where they stand in the list: who waits for an answer first, then the line as it stands."""
        return f"{ORDER.get(self.state, 4)} {self.joined_at.isoformat()}"


async def outside(place: Place, since: datetime) -> list[Outside]:
    """All of them; of those who are gone, who went since then. Who asks first, then the line."""
    found = await db.many(
        Outside,
        OUTSIDE
        + """
        where seat.cohort_id = :cohort_id and seat.state <> 'active'
          and (seat.ended_at is null or seat.ended_at > :since)
        order by array_position(array['requested', 'waitlisted', 'invited', 'paused'], seat.state) nulls last,
                 seat.joined_at, seat.id limit 300
        """,
        cohort_id=place.cohort.id,
        since=since,
    )
    return [one for one in found if not one.by_address]


async def outside_by_id(seat_ids: list[int]) -> dict[int, Outside]:
    """For the feed; also of those who sit there by now, so that their line goes."""
    found = await db.many(Outside, OUTSIDE + "where seat.id = any(:ids) order by seat.id limit 2000", ids=seat_ids)
    return {one.seat_id: one for one in found}


async def leads_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow line:ID: facilitators of that cohort, and organizers of its affiliate and above (R11)."""
    rows = await db.many(
        dict,
        WANTED  # noqa: S608
        + """
        select wanted.person_id, wanted.cohort_id from wanted
        where exists (
                select 1 from upwards join desk on desk.affiliate_id = upwards.id
                where upwards.cohort_id = wanted.cohort_id and desk.person_id = wanted.person_id
                  and desk.kind = 'organizer' and desk.ended_at is null)
           or exists (
                select 1 from seat where seat.cohort_id = wanted.cohort_id and seat.person_id = wanted.person_id
                  and seat.role = 'facilitator' and seat.state = 'active')
        order by 1, 2 limit 100000
        """,
        people=[person for person, _ in pairs],
        cohorts=[cohort for _, cohort in pairs],
    )
    return {(row["person_id"], row["cohort_id"]): "facilitator" for row in rows}
