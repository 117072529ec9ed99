"""What happens to a cohort by itself, safe to repeat; and its last facilitator hands it over."""

import logging
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from community import clock, db, events
from community.cohorts import actions as cohorts
from community.cohorts import queries, reasons
from community.cohorts import rules as seats_rules
from community.cohorts.life import closing, rules
from community.cohorts.life import queries as life
from community.cohorts.opening import asking
from community.cohorts.queries import Cohort, Seat
from community.cohorts.seats import telling
from community.errors import Conflict, Unavailable
from community.people.queries import Person

A_BATCH = 500

log = logging.getLogger("roundtable.life")


async def move_on(_payload: dict) -> None:
    """The job: every cohort whose day has come is moved on, and organizers hear of those that nobody leads."""
    after = 0
    while found := await life.near_by_id(_tomorrow(), clock.now() - rules.FINISHING, after, A_BATCH):
        await _each([cohort.id for cohort in found], move_by_itself)
        after = found[-1].id
    after = 0
    while finishing := await life.finishing_by_id(after, A_BATCH):
        await _each(finishing, closing.close_when_done)
        after = finishing[-1]
    after = 0
    while unled := await life.led_otherwise_by_id(after, A_BATCH):
        await _each(unled, note_who_leads)
        after = unled[-1]


async def move_by_itself(cohort_id: int) -> None:
    """The move that is due now, if one is; what somebody has moved by hand meanwhile stays."""
    async with db.transaction():
        await queries.lock_cohort_by_id(cohort_id)
        cohort = (await queries.cohorts_by_id([cohort_id]))[cohort_id]
        move = rules.due(cohort, clock.now())
        if move:
            await cohorts.move_by_id(cohort, move)


async def note_who_leads(cohort_id: int) -> None:
    """Note since when nobody leads a cohort that goes on, and tell its organizers, who stand in (R13)."""
    async with db.transaction():
        await queries.lock_cohort_by_id(cohort_id)
        cohort = (await queries.cohorts_by_id([cohort_id]))[cohort_id]
        leading = await queries.count_by_id(cohort_id, seats_rules.Role.FACILITATOR)
        unled = rules.is_unled(cohort.state, leading)
        if unled != (cohort.unled_since is not None):
            await life.set_unled_by_id(cohort_id, clock.now() if unled else None)
            if unled:
                events.record("cohort.unled", cohort.topic, f"affiliate:{cohort.affiliate_id}", about=cohort_id)


async def hand_over(person: Person, seat: Seat, cohort: Cohort, successor: str) -> None:
    """The last facilitator goes: who comes next is asked, by address, and until then the organizers stand in (R13)."""
    if successor == person.email:
        raise Conflict(reasons.yourself())
    if not successor and cohort.state in (seats_rules.State.DRAFT, seats_rules.State.OPEN):
        raise Conflict(reasons.needs_successor())
    async with db.transaction():
        if successor:
            await asking.ask(cohort, successor, by=person)
        await queries.lock_by_id(person.id, cohort.id)
        if not await queries.end(seat, was="active", became="left", at=clock.now(), ending="left"):
            raise Conflict(reasons.seat_gone())
        telling.tell("seat.left", cohort, seat, person.topic, by=person.id)
        await note_who_leads(cohort.id)


async def _each(cohort_ids: list[int], do: Callable[[int], Awaitable[None]]) -> None:
    """One transaction for each; one that goes wrong keeps no other waiting, and the job is tried again."""
    problem: Exception | None = None
    for cohort_id in cohort_ids:
        try:
            await do(cohort_id)
        except Unavailable:
            raise
        except Exception as wrong:
            log.exception("cohort %d", cohort_id)
            problem = wrong
    if problem:
        raise problem


def _tomorrow() -> date:
    return (clock.now() + timedelta(days=1)).date()
