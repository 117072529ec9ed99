"""Seats are taken."""

from dataclasses import dataclass

from community import clock, db, events
from community.cohorts import rules
from community.cohorts.queries import Cohort, Seat
from community.cohorts.seats import queries
from community.errors import Conflict, Invalid
from community.people.queries import Person


class NoSeat(Conflict):
    """A seat is refused: `why`, and the micro-credential's `code`, on which one can begin alone."""

    def __init__(self, why: str, code: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True)
class Taken:
    """Who took a seat, and with which role."""

    seat_id: int
    person_id: int
    role: str


async def take_seat(person: Person, typed: str) -> Seat:
    """Join by a code (R12); never more than the cohort's capacity, however many come at once (R14).

    Who sits there already keeps that seat. Raises Invalid for a code that opens nothing, NoSeat with the reason.
    """
    code = rules.plain_code(typed)
    cohort = await queries.public_cohort_of_code(code)
    if cohort is None:
        raise Invalid({"code": rules.no_such_code()}, {"code": typed})
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        seat = await queries.seat_of(person, cohort.id)
        if seat is None or seat.state != "active":
            if not await queries.spend_use_by_id(cohort.id, code):  # replaced or used up a moment ago
                raise Invalid({"code": rules.no_such_code()}, {"code": typed})
            seat = await _sit_down(person, cohort, seat)
    return seat


async def seat_facilitator(cohort: Cohort, facilitator: Person, by: Person) -> Seat:
    """Let somebody facilitate: oneself at once, anybody else by an invitation. Inside the caller's transaction."""
    state = "active" if facilitator.id == by.id else "invited"
    seat = await queries.put(facilitator, cohort.id, rules.Role.FACILITATOR, state, clock.now())
    detail = Taken(seat.id, facilitator.id, rules.Role.FACILITATOR)
    if state == "active":
        events.record("seat.taken", cohort.topic, about=seat.id, by=by.id, detail=detail)
    else:
        events.record("seat.invited", cohort.topic, facilitator.topic, about=seat.id, by=by.id, detail=detail)
    return seat


async def accept(person: Person, cohort_id: int) -> Seat:
    """Take the seat one was invited to. Who sits there already keeps it; NotFound without an invitation."""
    cohort = await queries.invited_to(person, cohort_id)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort_id)
        seat = await queries.seat_of(person, cohort_id)
        if seat is None or seat.state not in ("invited", "active"):
            raise Conflict(rules.invitation_gone())
        if seat.state == "invited":
            seat = await _sit_down(person, cohort, seat)
    return seat


async def _sit_down(person: Person, cohort: Cohort, former: Seat | None) -> Seat:
    """Under the cohort's lock: the rule, the row, the event."""
    role = former.role if former and former.state == "invited" else rules.Role.PARTICIPANT
    if former and former.state == "removed":
        raise NoSeat(rules.was_removed(), cohort.code)
    if role == rules.Role.PARTICIPANT:
        await _check_room(person, cohort)
    seat = await queries.put(person, cohort.id, role, "active", clock.now())
    events.record("seat.taken", cohort.topic, about=seat.id, by=person.id, detail=Taken(seat.id, person.id, role))
    return seat


async def _check_room(person: Person, cohort: Cohort) -> None:
    if not rules.takes_people(cohort.state):
        raise NoSeat(rules.not_open(cohort.state), cohort.code)
    if other := await queries.elsewhere(person, cohort):
        raise NoSeat(rules.sits_elsewhere(other.name), cohort.code)
    if rules.is_full(await queries.count_by_id(cohort.id, rules.Role.PARTICIPANT), cohort.capacity):
        raise NoSeat(rules.full(cohort.capacity), cohort.code)
