"""Standing in line for a seat (R14, R15)."""

from community import clock, db
from community.cohorts import queries, rules
from community.cohorts.joining import elsewise
from community.cohorts.joining.rules import Bar
from community.cohorts.queries import Seat
from community.cohorts.seats import actions as seats
from community.cohorts.seats.telling import tell_outside
from community.people.queries import Person

STAYS = ("active", "paused", "waitlisted")  # who has a place already


async def stand_in_line(person: Person, typed: str) -> Seat:
    """Wait for a seat, by the code of a cohort that is full. Who sits or waits there already keeps that place.

    Raises Invalid for a code that opens nothing, Conflict where a seat is free, NoSeat for who could not take one.
    """
    cohort, _code = await seats.of_code(typed)
    async with db.transaction():
        cohort, seat = await elsewise.place(person, cohort.id, STAYS, lambda answer: answer.bar == Bar.FULL)
        if seat is None:
            seat = await queries.put(person, cohort.id, rules.Role.PARTICIPANT, "waitlisted", clock.now())
            tell_outside("seat.waiting", cohort, seat, by=person.id)
    return seat
