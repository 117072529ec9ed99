"""A seat is paused until a day, remembered on that day, taken up again, or given back when nobody came (R21)."""

import logging
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from community import clock, db
from community.cohorts import queries, reasons
from community.cohorts.joining.asking import NoSeat
from community.cohorts.pausing import queries as pausing
from community.cohorts.pausing import rules
from community.cohorts.queries import Cohort, Seat
from community.cohorts.seats import telling
from community.cohorts.waiting import line
from community.cohorts.waiting.rules import KEPT_AFTER, kept_until
from community.errors import Conflict, Invalid, NotFound, Unavailable
from community.pages import _
from community.people.queries import Person

A_BATCH = 500

log = logging.getLogger("roundtable.pausing")


async def pause(person: Person, seat: Seat, cohort: Cohort, returns_on: date) -> None:
    """Be away until this day: nothing of the cohort is read or heard till then, and nobody else is given the seat."""
    today = clock.now().astimezone(ZoneInfo(cohort.time_zone)).date()
    if not rules.may_return_on(returns_on, today, cohort.ends_on):
        raise Invalid({"returns_on": _("Choose a day after today, before the cohort ends.")})
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        if not await queries.pause(seat, returns_on):
            raise Conflict(reasons.seat_gone())
        telling.tell("seat.paused", cohort, seat, person.topic, by=person.id)


async def come_back(person: Person, cohort_id: int) -> Seat:
    """Take one's seat up again, any day. NotFound for who is not away from there."""
    cohort = await queries.waits_for(person, cohort_id)
    async with db.transaction():
        await queries.lock_by_id(person.id, cohort.id)
        seat = await queries.seat_of(person, cohort.id)
        if seat is not None and seat.state == "paused":
            seat = await wake(person, seat)
    if seat is None or seat.state != "active":
        raise NotFound
    return seat


async def wake(person: Person, seat: Seat) -> Seat:
    """Under the cohort's lock. What was kept is there, unless the cohort was made smaller or is closed by now (R14)."""
    cohort, room = await line.settle(seat.cohort_id)
    if cohort.is_closed:
        raise NoSeat(reasons.not_open(cohort.state), cohort.code)
    if other := await queries.elsewhere(person, cohort):
        raise NoSeat(reasons.sits_elsewhere(other), cohort.code)
    if room.active >= room.capacity:
        raise NoSeat(reasons.full(cohort.capacity), cohort.code)
    await queries.wake(seat)
    telling.tell("seat.taken", cohort, seat, by=person.id)
    found = await queries.seat_of(person, cohort.id)
    assert found is not None
    return found


async def remind(_payload: dict) -> None:
    """The job: on the day of return a letter; a week later the seat goes to who waits. A transaction for each."""
    after, problem = 0, None
    while found := await pausing.due_by_id(clock.now(), after, A_BATCH):
        for seat in found:
            try:
                await _come_to(seat)
            except Unavailable:
                raise
            except Exception as wrong:
                log.exception("seat %d", seat.id)
                problem = wrong
        after = found[-1].id
    if problem:
        raise problem


async def _come_to(seat: Seat) -> None:
    async with db.transaction():
        await queries.lock_by_id(seat.person_id, seat.cohort_id)
        cohort, at = (await queries.cohorts_by_id([seat.cohort_id]))[seat.cohort_id], clock.now()
        assert seat.returns_on is not None
        if at >= kept_until(seat.returns_on, cohort.time_zone):
            if await queries.end(seat, was="paused", became="left", at=at, ending="lapsed"):
                telling.tell("seat.left", cohort, seat, f"person:{seat.person_id}", by=None)
                await telling.write("seat_given_back", cohort, seat, f"{seat.returns_on}", day=seat.returns_on)
                await line.settle(cohort.id)
        elif await pausing.remind_by_id(seat.id, at):
            telling.tell_outside("seat.reminded", cohort, seat, by=None)
            until = seat.returns_on + KEPT_AFTER
            await telling.write("seat_waits", cohort, seat, f"{seat.returns_on}", until=until)


def kept_days() -> int:
    return KEPT_AFTER // timedelta(days=1)
