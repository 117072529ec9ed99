"""Somebody asks for a seat; who leads says yes or no, with an answer (F16)."""

from community import clock, db
from community.cohorts import queries, reasons, rules
from community.cohorts.joining import elsewise
from community.cohorts.joining.rules import Way
from community.cohorts.queries import Place, Seat
from community.cohorts.seats import actions as seats
from community.cohorts.seats import telling
from community.cohorts.waiting import line
from community.cohorts.welcoming import actions as welcoming
from community.errors import Conflict
from community.people import queries as people
from community.people.queries import Person

STAYS = ("active", "paused", "waitlisted", "requested")  # who has a place already, or has asked


async def ask(person: Person, typed: str, words: str) -> Seat:
    """Ask for a seat where one cannot simply take one (R16), by the code. Asked twice, the first one stands.

    Raises Invalid for a code that opens nothing, Conflict where a seat is free to take, NoSeat where asking is no way.
    """
    cohort, _code = await seats.of_code(typed)
    async with db.transaction():
        cohort, seat = await elsewise.place(person, cohort.id, STAYS, lambda answer: Way.ASK in answer.ways)
        if seat is None:
            role, at = rules.Role.PARTICIPANT, clock.now()
            seat = await queries.put(person, cohort.id, role, "requested", at, asks=words)
            telling.tell_outside("seat.requested", cohort, seat, by=person.id)
    return seat


async def admit(place: Place, seat: Seat) -> Seat:
    """Yes: a seat, or where all are taken a place in line as of when they asked. Conflict if answered meanwhile."""
    async with db.transaction():
        await queries.lock_by_id(seat.person_id, place.cohort.id)
        cohort, room = await line.settle(place.cohort.id)
        if not rules.takes_people(cohort.state):
            raise Conflict(reasons.not_open(cohort.state))
        person = (await people.people_by_id([seat.person_id]))[seat.person_id]
        if await queries.elsewhere(person, cohort):
            raise Conflict(reasons.asker_sits_elsewhere())
        became = "active" if room.free > 0 else "waitlisted"
        if not await queries.admit(seat, became, clock.now() if became == "active" else seat.joined_at):
            raise Conflict(reasons.answered())
        if became == "active":
            telling.tell("seat.taken", cohort, seat, by=place.person_id)
            await welcoming.welcome(cohort, seat)
        telling.tell_outside("seat.admitted", cohort, seat, by=place.person_id)
        await telling.write("seat_admitted", cohort, seat, f"{seat.joined_at.timestamp():.0f}", sits=became == "active")
        found = await queries.seat_of(person, cohort.id)
    assert found is not None
    return found


async def refuse(place: Place, seat: Seat, answer: str) -> None:
    """No, with a reason that the one who asked will read. Conflict if answered meanwhile."""
    async with db.transaction():
        await queries.lock_by_id(seat.person_id, place.cohort.id)
        at = clock.now()
        if not await queries.end(seat, was="requested", became="left", at=at, ending="refused", reason=answer):
            raise Conflict(reasons.answered())
        telling.tell_outside("seat.refused", place.cohort, seat, by=place.person_id)
        await telling.write("seat_refused", place.cohort, seat, f"{seat.joined_at.timestamp():.0f}")
