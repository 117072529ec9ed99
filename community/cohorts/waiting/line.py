"""The line moves on: offers that are over end, what is free is offered to who waits longest (R15)."""

import logging

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts import rules as life
from community.cohorts.queries import Cohort, Seat
from community.cohorts.seats import telling
from community.cohorts.waiting import queries, rules
from community.cohorts.waiting.rules import Room
from community.errors import Unavailable

A_BATCH = 500

log = logging.getLogger("roundtable.line")


async def settle(cohort_id: int) -> tuple[Cohort, Room]:
    """Under the cohort's lock, in the caller's transaction; safe to repeat. The cohort and its room as they are then.

    Whoever frees a seat or wants one comes through here first, so that nobody is given what belongs to who waits.
    """
    at = clock.now()
    cohort = (await cohorts.cohorts_by_id([cohort_id]))[cohort_id]
    room = await queries.room_by_id(cohort_id, at)
    if room.lapsed:
        for seat in await queries.lapsed_by_id(cohort_id, at):
            await _lapse(cohort, seat)
    if room.waiting and room.free > 0 and cohort.sign_up_open and life.takes_people(cohort.state):
        for seat in await queries.next_by_id(cohort_id, room.free):
            await _offer(cohort, seat)
        room = await queries.room_by_id(cohort_id, at)
    return cohort, room


async def move_on(_payload: dict) -> None:
    """The job: every line in which an offer is over, or somebody waits where there is room; a transaction for each."""
    after, problem = 0, None
    while found := await queries.due_by_id(clock.now(), after, A_BATCH):
        for cohort_id in found:
            try:
                async with db.transaction():
                    await cohorts.lock_cohort_by_id(cohort_id)
                    await settle(cohort_id)
            except Unavailable:
                raise
            except Exception as wrong:
                log.exception("the line of cohort %d", cohort_id)
                problem = wrong
        after = found[-1]
    if problem:
        raise problem


async def _offer(cohort: Cohort, seat: Seat) -> None:
    until = rules.offer_ends(clock.now(), rules.begins_at(cohort))
    if await queries.offer_by_id(seat.id, until):
        telling.tell_outside("seat.offered", cohort, seat, by=None)
        await telling.write("seat_offered", cohort, seat, f"{until.timestamp():.0f}", until, until=until)


async def _lapse(cohort: Cohort, seat: Seat) -> None:
    until = seat.offered_until
    if until and await cohorts.end(seat, was="waitlisted", became="left", at=clock.now(), ending="lapsed"):
        telling.tell_outside("seat.lapsed", cohort, seat, by=None)
        await telling.write("seat_offer_ended", cohort, seat, f"{until.timestamp():.0f}", until=until)
