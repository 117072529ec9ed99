"""A member becomes facilitator without leaving first, and a facilitator a member again."""

from dataclasses import dataclass

from community import db, events
from community.cohorts import queries, reasons, rules
from community.cohorts.queries import Cohort, Member, Place, Seat
from community.cohorts.waiting import line
from community.errors import Conflict
from community.people import queries as people


@dataclass(frozen=True)
class Became:
    """Whose seat, and what it was and is for."""

    seat_id: int
    was: str
    became: str


async def change_role(place: Place, member: Member, role: str) -> None:
    """Give this seat another role. Raises Conflict for the last facilitator (R13), and where no seat is free (R14)."""
    async with db.transaction():
        await queries.lock_by_id(member.person_id, place.cohort.id)
        seat = await queries.seat_at(place, member.seat_id)
        cohort, room = await line.settle(place.cohort.id)
        if cohort.is_closed:
            raise Conflict(reasons.closed())
        if seat.state != "active" or seat.role == role:
            raise Conflict(reasons.moved_on())
        if role == rules.Role.PARTICIPANT:
            await _check_member(cohort, seat, room.free)
        await queries.set_role(seat, role)
        topics = (cohort.topic, cohort.roster_topic, cohort.line_topic, f"person:{seat.person_id}")
        detail = Became(seat.id, seat.role, role)
        events.record("seat.role_changed", *topics, about=seat.id, by=place.person_id, detail=detail)
        await line.settle(cohort.id)


async def _check_member(cohort: Cohort, seat: Seat, free: int) -> None:
    """Whether this facilitator may sit among the members instead."""
    if not rules.can_go(seat.role, cohort.state, await queries.count_by_id(cohort.id, rules.Role.FACILITATOR)):
        raise Conflict(reasons.last_facilitator())
    if free < 1:
        raise Conflict(reasons.full(cohort.capacity))
    person = (await people.people_by_id([seat.person_id]))[seat.person_id]
    if other := await queries.elsewhere(person, cohort):
        raise Conflict(reasons.works_elsewhere(person.called, other))
