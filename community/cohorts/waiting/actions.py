"""Standing in line for a seat (R14, R15)."""

from community import clock, db
from community.cohorts import queries, reasons, rules
from community.cohorts.joining import asking
from community.cohorts.joining.asking import NoSeat
from community.cohorts.joining.rules import Bar
from community.cohorts.queries import Seat
from community.cohorts.seats import actions as seats
from community.cohorts.seats.telling import tell_outside
from community.cohorts.waiting import line
from community.errors import Conflict
from community.people.queries import Person

STAYS = ("active", "paused", "waitlisted")  # who has a place already


async def stand_in_line(person: Person, typed: str) -> Seat:
    """Wait for a seat, by the code of a cohort that is full. Who sits or waits there already keeps that place.

    Raises Invalid for a code that opens nothing, Conflict where a seat is free, NoSeat for who could not take one.
    """
    cohort, _code = await seats.of_code(typed)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        cohort, room = await line.settle(cohort.id)
        seat = await queries.seat_of(person, cohort.id)
        if seat is None or seat.state not in STAYS:
            answer = await asking.ask(person, cohort, room.free, removed=seat is not None and seat.state == "removed")
            if answer.bar is None:
                raise Conflict(reasons.not_full())
            if answer.bar != Bar.FULL:
                raise NoSeat(answer.why, cohort.code, answer.ways, cohort.affiliate_slug)
            seat = await queries.put(person, cohort.id, rules.Role.PARTICIPANT, "waitlisted", clock.now())
            tell_outside("seat.waiting", cohort, seat, by=person.id)
    return seat
