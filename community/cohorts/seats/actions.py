"""What happens to seats: taken, offered, accepted, declined, left, ended, and what a member shows."""

from dataclasses import dataclass

from community import clock, db, events
from community.cohorts import queries, reasons, rules
from community.cohorts.queries import Cohort, Member, Place, Seat
from community.errors import Conflict, Invalid
from community.people import queries as people
from community.people.queries import Person


class NoSeat(Conflict):
    """A seat is refused: `why`, and the micro-credential's `code`, on which one can begin alone."""

    def __init__(self, why: str, code: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True)
class Sat:
    """Whose seat it was or is, and for what."""

    seat_id: int
    cohort_id: int
    person_id: int
    role: str


@dataclass(frozen=True)
class Showed:
    """What colleagues saw, and what they see now."""

    was: str
    became: str


async def take_seat(person: Person, typed: str) -> Seat:
    """Join by a code (R12); never more than the cohort's capacity, however many come at once (R14).

    Who sits there already keeps that seat. Raises Invalid for a code that opens nothing, NoSeat with the reason.
    """
    code = rules.plain_code(typed)
    cohort = await queries.public_cohort_of_code(code)
    if cohort is None:
        raise Invalid({"code": reasons.no_such_code()}, {"code": typed})
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        seat = await queries.seat_of(person, cohort.id)
        if seat is None or seat.state != "active":
            if not await queries.spend_use_by_id(cohort.id, code):  # replaced or used up a moment ago
                raise Invalid({"code": reasons.no_such_code()}, {"code": typed})
            if seat and seat.state == "removed":
                raise NoSeat(reasons.was_removed(), cohort.code)
            seat = await _sit_down(person, cohort, seat)
    return seat


async def accept(person: Person, cohort_id: int) -> Seat:
    """Take the seat one was invited to. Who sits there already keeps it; NotFound for who was never invited."""
    cohort = await queries.invited_to(person, cohort_id)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort_id)
        seat = await queries.seat_of(person, cohort_id)
        if seat is None or seat.state not in ("invited", "active"):
            raise Conflict(reasons.invitation_gone())
        if seat.state == "invited":
            seat = await _sit_down(person, cohort, seat)
    return seat


async def decline(person: Person, cohort_id: int) -> None:
    """Say no to an invitation."""
    cohort = await queries.invited_to(person, cohort_id)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort_id)
        seat = await queries.seat_of(person, cohort_id)
        if seat is None or not await queries.end(seat, was="invited", became="left", at=clock.now()):
            raise Conflict(reasons.invitation_gone())
        _tell("seat.declined", cohort, seat, person.topic, by=person.id)


async def leave(person: Person, seat: Seat, cohort: Cohort) -> None:
    """Give one's seat back; work and application stay (R21). Raises Conflict for the last facilitator (R13)."""
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        await _check_facilitators(cohort, seat.role)
        if not await queries.end(seat, was="active", became="left", at=clock.now()):
            raise Conflict(reasons.seat_gone())
        _tell("seat.left", cohort, seat, person.topic, by=person.id)


async def remove(place: Place, member: Member) -> None:
    """End somebody's seat: from this commit on they hear nothing more. The last facilitator's is a Conflict (R13)."""
    seat = await queries.seat_at(place, member.seat_id)
    async with db.transaction():
        await queries.lock_by_id(member.person_id, place.cohort.id)
        await _check_facilitators(place.cohort, seat.role)
        if not await queries.end(seat, was="active", became="removed", at=clock.now()):
            raise Conflict(reasons.seat_gone())
        _tell("seat.removed", place.cohort, seat, f"person:{seat.person_id}", by=place.person_id)


async def invite(place: Place, person: Person, role: str) -> Seat:
    """Offer a seat to somebody who has none here, also after a removal. Offered to oneself, it is taken at once."""
    if place.cohort.is_closed:
        raise Conflict(reasons.closed())
    async with db.transaction():
        await queries.lock_by_id(person.id, place.cohort.id)
        seat = await queries.seat_of(person, place.cohort.id)
        if seat and seat.state == "active":
            raise Conflict(reasons.sits_here(person.called))
        return await offer(place.cohort, person, role, by_id=place.person_id)


async def invite_again(place: Place, member: Member) -> Seat:
    """Offer somebody who left or was removed the same seat anew."""
    person = (await people.people_by_id([member.person_id]))[member.person_id]
    return await invite(place, person, member.role)


async def offer(cohort: Cohort, person: Person, role: str, by_id: int) -> Seat:
    """The row and its event, inside the caller's transaction."""
    itself = person.id == by_id
    seat = await queries.put(person, cohort.id, role, "active" if itself else "invited", clock.now())
    topics = () if itself else (person.topic,)
    _tell("seat.taken" if itself else "seat.invited", cohort, seat, *topics, by=by_id)
    return seat


async def show(seat: Seat, shows: str) -> None:
    """Choose what colleagues see of one's states: all, working / done, or nothing."""
    async with db.transaction():
        if await queries.set_shows(seat, shows):
            detail = Showed(was=seat.shows, became=shows)
            events.record("seat.shows", seat.cohort_topic, seat.topic, about=seat.id, by=seat.person_id, detail=detail)


async def _sit_down(person: Person, cohort: Cohort, former: Seat | None) -> Seat:
    """Under the cohort's lock: is there room, the row, the event."""
    role = former.role if former and former.state == "invited" else rules.Role.PARTICIPANT
    if cohort.is_closed:
        raise NoSeat(reasons.not_open(cohort.state), cohort.code)
    if role == rules.Role.PARTICIPANT:
        await _check_room(person, cohort)
    seat = await queries.put(person, cohort.id, role, "active", clock.now())
    _tell("seat.taken", cohort, seat, by=person.id)
    return seat


async def _check_room(person: Person, cohort: Cohort) -> None:
    if not rules.takes_people(cohort.state):
        raise NoSeat(reasons.not_open(cohort.state), cohort.code)
    if other := await queries.elsewhere(person, cohort):
        raise NoSeat(reasons.sits_elsewhere(other), cohort.code)
    if rules.is_full(await queries.count_by_id(cohort.id, rules.Role.PARTICIPANT), cohort.capacity):
        raise NoSeat(reasons.full(cohort.capacity), cohort.code)


async def _check_facilitators(cohort: Cohort, role: str) -> None:
    if not rules.can_go(role, cohort.state, await queries.count_by_id(cohort.id, rules.Role.FACILITATOR)):
        raise Conflict(reasons.last_facilitator())


def _tell(kind: str, cohort: Cohort, seat: Seat, *topics: str, by: int) -> None:
    """To the board's readers, to the roster's, and where a right ends to the person, whose sockets then let go."""
    detail = Sat(seat.id, cohort.id, seat.person_id, seat.role)
    events.record(kind, cohort.topic, cohort.roster_topic, *topics, about=seat.id, by=by, detail=detail)
