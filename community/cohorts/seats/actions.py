"""What happens to seats: taken, offered, accepted, declined, left, ended, and what a member shows."""

from dataclasses import dataclass
from datetime import datetime

from community import clock, db, events
from community.cohorts import queries, reasons, rules
from community.cohorts.invitations import queries as invitations
from community.cohorts.invitations.telling import tell as tell_invitation
from community.cohorts.joining import asking
from community.cohorts.joining.asking import NoSeat as NoSeat
from community.cohorts.pausing import actions as pausing
from community.cohorts.queries import Cohort, Member, Place, Seat
from community.cohorts.seats.telling import tell, tell_outside
from community.cohorts.waiting import line
from community.cohorts.welcoming import actions as welcoming
from community.errors import Conflict, Invalid
from community.people import queries as people
from community.people.queries import Person

KEPT = ("requested", "waitlisted", "paused")  # a place that being asked would take away
WAITS = ("invited", "requested", "waitlisted", "paused")  # who has to do with it without sitting there


@dataclass(frozen=True)
class Showed:
    """What colleagues saw, and what they see now."""

    was: str
    became: str


# --- coming in ---


async def take_seat(person: Person, typed: str) -> Seat:
    """Join by a code (R12); never more than the cohort's capacity, however many come at once (R14).

    Who sits there already keeps that seat. Raises Invalid for a code that opens nothing, NoSeat with the reason.
    """
    cohort, code = await of_code(typed)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        seat = await queries.seat_of(person, cohort.id)
        if seat is not None and seat.state == "paused":
            seat = await pausing.wake(person, seat)
        elif seat is None or seat.state != "active":
            seat = await _sit_down(person, cohort.id)
            if not await queries.spend_use_by_id(cohort.id, code):  # replaced or used up
                raise Invalid({"code": reasons.no_such_code()}, {"code": typed})
    return seat


async def of_code(typed: str) -> tuple[Cohort, str]:
    """The cohort of a code as somebody typed it, and the code in its plain form. Raises Invalid if it is nobody's."""
    code = rules.plain_code(typed)
    cohort = await queries.public_cohort_of_code(code)
    if cohort is None:
        raise Invalid({"code": reasons.no_such_code()}, {"code": typed})
    return cohort, code


async def accept(person: Person, cohort_id: int) -> Seat:
    """Take the seat one is invited to or was offered. Who sits there already keeps it; NotFound for everybody else."""
    await queries.waits_for(person, cohort_id)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort_id)
        seat = await queries.seat_of(person, cohort_id)
        if seat is None or seat.state != "active":
            seat = await _sit_down(person, cohort_id, invited_only=True)
    return seat


async def sit_invited(person: Person, cohort: Cohort, role: str, since: datetime) -> Seat:
    """Sit down as what an invitation says, in the transaction that accepts it. Who sits there keeps that seat.

    NoSeat for who was removed after that invitation was made (`since`).
    """
    seat = await queries.seat_of(person, cohort.id)
    if seat and seat.state == "removed" and seat.ended_at and seat.ended_at >= since:
        raise NoSeat(reasons.was_removed(), cohort.code)
    if seat is not None and seat.state == "paused":
        seat = await pausing.wake(person, seat)
    elif seat is None or seat.state != "active":
        await queries.put(person, cohort.id, role, "invited", clock.now())
        seat = await _sit_down(person, cohort.id, invited_only=True)
    return seat


async def decline(person: Person, cohort_id: int) -> None:
    """Say no to an invitation or an offer, leave the line, take back what one asked for, give up a paused seat."""
    cohort = await queries.waits_for(person, cohort_id)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort_id)
        seat = await queries.seat_of(person, cohort_id)
        if seat is None or seat.state not in WAITS:
            raise Conflict(reasons.nothing_asked())
        ending = "left" if seat.state == "paused" else "declined"
        await queries.end(seat, was=seat.state, became="left", at=clock.now(), ending=ending)
        if seat.state == "paused":
            tell("seat.left", cohort, seat, person.topic, by=person.id)
        elif seat.state == "invited":
            tell("seat.declined", cohort, seat, person.topic, by=person.id)
        else:
            tell_outside("seat.declined", cohort, seat, by=person.id)
        await line.settle(cohort_id)


# --- going out ---


async def leave(person: Person, seat: Seat, cohort: Cohort, unnamed: bool = False) -> None:
    """Give one's seat back; work and application stay (R21). Raises Conflict for the last facilitator (R13).

    With `unnamed` what this person said and gave here stands under "a former member" from now on.
    """
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        await _check_facilitators(cohort, seat.role)
        at = clock.now()
        if not await queries.end(seat, was="active", became="left", at=at, ending="left", unnamed=unnamed):
            raise Conflict(reasons.seat_gone())
        tell("seat.left", cohort, seat, person.topic, by=person.id)
        await line.settle(cohort.id)


async def remove(place: Place, member: Member, reason: str = "") -> None:
    """End somebody's seat: from this commit on they hear nothing more. The last facilitator's is a Conflict (R13).

    What they were invited by mail to there is withdrawn with it. `reason` is read by that person only; the log holds
    who and when.
    """
    seat = await queries.seat_at(place, member.seat_id)
    async with db.transaction():
        await queries.lock_by_id(member.person_id, place.cohort.id)
        await _check_facilitators(place.cohort, seat.role)
        was = "paused" if seat.state == "paused" else "active"
        at = clock.now()
        if not await queries.end(seat, was=was, became="removed", at=at, ending="removed", reason=reason):
            raise Conflict(reasons.seat_gone())
        tell("seat.removed", place.cohort, seat, f"person:{seat.person_id}", by=place.person_id)
        withdrawn = await invitations.withdraw_by_id(place.cohort.id, seat.person_id, place.person_id, at)
        for invitation_id, role in withdrawn.items():
            tell_invitation("invitation.withdrawn", place.cohort, invitation_id, role, by=place.person_id)
        await line.settle(place.cohort.id)


# --- being asked ---


async def invite(place: Place, person: Person, role: str) -> Seat:
    """Offer a seat to somebody who has none here, also after a removal.

    Who offers one to herself takes it with the same deed: NoSeat where there is no room (R14).
    """
    if place.cohort.is_closed:
        raise Conflict(reasons.closed())
    async with db.transaction():
        await queries.lock_by_id(person.id, place.cohort.id)
        await check_free(person, place.cohort)
        if person.id == place.person_id and role != rules.Role.FACILITATOR:
            await queries.put(person, place.cohort.id, role, "invited", clock.now())
            return await _sit_down(person, place.cohort.id, invited_only=True)
        return await offer(place.cohort, person, role, by_id=place.person_id)


async def invite_again(place: Place, member: Member) -> Seat:
    """Offer somebody who left or was removed the same seat anew."""
    person = (await people.people_by_id([member.person_id]))[member.person_id]
    return await invite(place, person, member.role)


async def check_free(person: Person, cohort: Cohort) -> None:
    """Raise Conflict for who sits here, and for whom being asked would cost a place in line or a paused seat."""
    seat = await queries.seat_of(person, cohort.id)
    if seat and seat.state == "active":
        raise Conflict(reasons.sits_here(person.called))
    if seat and seat.state in KEPT:
        raise Conflict(reasons.place_kept(person.called))


async def offer(cohort: Cohort, person: Person, role: str, by_id: int) -> Seat:
    """The row and its event, inside the caller's transaction. Who asks herself to facilitate sits there at once."""
    itself = person.id == by_id
    seat = await queries.put(person, cohort.id, role, "active" if itself else "invited", clock.now())
    topics = () if itself else (person.topic,)
    tell("seat.taken" if itself else "seat.invited", cohort, seat, *topics, by=by_id)
    return seat


async def show(seat: Seat, shows: str) -> None:
    """Choose what colleagues see of one's states: all, working / done, or nothing."""
    async with db.transaction():
        if await queries.set_shows(seat, shows):
            detail = Showed(was=seat.shows, became=shows)
            events.record("seat.shows", seat.cohort_topic, seat.topic, about=seat.id, by=seat.person_id, detail=detail)


async def _sit_down(person: Person, cohort_id: int, invited_only: bool = False) -> Seat:
    """Under the cohort's lock: is there room, the row, the event.

    With `invited_only` a seat is given to whom one was offered or who is invited, and to nobody else.
    """
    cohort, room = await line.settle(cohort_id)
    former = await queries.seat_of(person, cohort_id)  # only now: an offer may have ended a moment ago, or just come
    state = former.state if former else ""
    offered = bool(former and former.offered_until)
    if invited_only and not (offered or state == "invited"):
        raise Conflict(reasons.not_offered() if state == "waitlisted" else reasons.offer_gone())
    role = former.role if former and state == "invited" else rules.Role.PARTICIPANT
    if role == rules.Role.PARTICIPANT:
        wanted = offered or state == "invited"
        await asking.check(person, cohort, room.free + int(offered), removed=state == "removed", wanted=wanted)
    elif cohort.is_closed:
        raise NoSeat(reasons.not_open(cohort.state), cohort.code)
    seat = await queries.put(person, cohort.id, role, "active", clock.now())
    tell("seat.taken", cohort, seat, by=person.id)
    await welcoming.welcome(cohort, seat)
    return seat


async def _check_facilitators(cohort: Cohort, role: str) -> None:
    if not rules.can_go(role, cohort.state, await queries.count_by_id(cohort.id, rules.Role.FACILITATOR)):
        raise Conflict(reasons.last_facilitator())
