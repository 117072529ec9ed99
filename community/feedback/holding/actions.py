"""Somebody asks for feedback: at once, or once the files of the draft were looked at."""

from dataclasses import asdict
from datetime import date
from typing import Any

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.errors import Conflict, NotFound
from community.events import record
from community.evidence import rules as work_rules
from community.evidence.artifacts import queries as artifacts
from community.evidence.queries import Work
from community.evidence.scrub.reasons import may_hold_names
from community.feedback import reasons
from community.feedback.holding import queries
from community.feedback.holding.queries import Held
from community.feedback.requests import actions as requests
from community.feedback.requests import rules
from community.feedback.requests.actions import Asking
from community.feedback.requests.rules import Asks
from community.people import queries as people
from community.people.queries import Person


async def ask(person: Person, seat: Seat, work: Work, code: str, asking: Asking) -> int | None:
    """The number of the request; None while it waits until its files were looked at (R31, R32).

    What is known now is said now: Conflict where the work cannot be asked about, or may hold names.
    """
    async with db.transaction():
        await queries.remove(person, work)
        if not await artifacts.are_looked_at(person, work):
            return await requests.ask(person, seat, code, work.requirement_key, asking)
        if not rules.can_ask(work.state) or not work.text.strip():
            raise Conflict(reasons.cannot_ask(work.state))
        if await requests.to_answer(person, work, asking.focus, asking.off_limits):
            raise Conflict(may_hold_names())
        held_id = await queries.put(person, work, seat.id, _as_kept(asking), clock.now())
        record("request.held", seat.topic, about=held_id, by=person.id)
    return None


async def take_back(person: Person, work: Work) -> None:
    """It goes no more; Conflict where it has gone already."""
    async with db.transaction():
        found = await queries.held(person, work)
        if found is None or not await queries.remove(person, work):
            raise Conflict(reasons.no_longer_held())
        record("request.let_go", f"seat:{found.seat_id}", about=found.id, by=person.id)


async def send_held(_payload: dict) -> None:
    """The job: each goes once its files were looked at, or is stopped by what was found; its author hears of that."""
    for held in await queries.may_go_by_id():
        async with db.transaction():
            if await queries.lock_by_id(held.id):
                await _send(held)


def as_asked(held: Held) -> Asking:
    """The form as it was sent."""
    kept: dict[str, Any] = held.asking
    until, asks, named = date.fromisoformat(kept["until"]), Asks(kept["asks"]), tuple(kept["named"])
    return Asking(**kept | {"until": until, "asks": asks, "named": named})


async def _send(held: Held) -> None:
    asking = as_asked(held)
    person = (await people.people_by_id([held.person_id]))[held.person_id]
    try:
        seat = await cohorts.seat(person, held.cohort_id)
    except NotFound:  # its author sits there no more
        await queries.remove_by_id(held.id)
        return
    try:
        if clock.now() >= work_rules.end_of_day(asking.until, person.time_zone):
            raise Conflict(reasons.no_longer_held())
        await requests.ask(person, seat, held.code, held.key, asking)
        await queries.remove_by_id(held.id)
    except Conflict:
        await queries.stop_by_id(held.id, clock.now())
        record("request.stopped", seat.topic, f"person:{person.id}", about=held.id)


def _as_kept(asking: Asking) -> dict[str, Any]:
    return asdict(asking) | {"until": asking.until.isoformat()}
