"""What the clock does to a window: warnings before its end (R25), and at its end all is kept and begun anew (R24)."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from community import clock, db, words
from community.errors import Unavailable
from community.events import record
from community.evidence import actions, queries, rules
from community.evidence.milestones.rules import plan
from community.evidence.queries import Application, Standing, due_rows
from community.evidence.queries.due_rows import Due
from community.evidence.rules import BEGUN, State
from community.pages import _
from community.people import letters
from community.people import queries as people
from community.people.queries import Person

# R25, in days before the end. A window ends at midnight; its warnings are there at eight in the morning of that day.
WARNINGS = {days: timedelta(days=days, hours=16) for days in (60, 30, 14, 3)}
A_BATCH = 1000
READY = (State.READY, State.SUBMITTED, State.MET)

log = logging.getLogger("roundtable.due")


@dataclass(frozen=True)
class Expired:
    """Detail of `application.expired`: whose row on the topic's board."""

    seat_id: int | None


@dataclass(frozen=True)
class Warned:
    """Detail of `application.warned`: which of the warnings."""

    days: int


async def safe_day_said(person: Person) -> str:
    """For a digest, in the language at hand: the next of the latest safe submit dates that are still to come, or ""."""
    days = [one.safe_day for one in await queries.applications(person) if one.state == "open" and one.safe_day]
    today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
    next_day = min((day for day in days if day >= today), default=None)
    if next_day is None:
        return ""
    return _("Your latest safe submit date is %(day)s.") % {"day": words.day(next_day, words.spoken())}


# --- the end of a window (R24) ---


async def expire(_payload: dict) -> None:
    """End every open window whose last day is over (a job)."""
    await _each(lambda after: due_rows.ended_by_id(clock.now(), after, A_BATCH), end)


async def end(due: Due) -> None:
    """open → expired, once; what is not met goes back to not_started, and its text to the versions."""
    async with db.transaction():
        at = clock.now()
        ended = await due_rows.end_by_id(due.id, at)
        if ended:
            for work in await due_rows.lock_begun_by_id(ended.person_id, ended.micro_credential_id):
                await due_rows.put_away_by_id(work.id, at)
                await actions.move(None, work, "expire")
            for place in await actions.places_of(ended.person_id, ended.micro_credential_id):
                topics = actions.topics_of(place, ended.person_id)
                record("application.expired", *topics, about=ended.id, detail=Expired(place.seat_id))
            await _write("expiry", ended, due.expires_at, f"expiry {ended.id}", at)


# --- before it (R25) ---


async def warn(_payload: dict) -> None:
    """Send every warning that is due and was not sent; of several the one nearest to the end (a job)."""
    await _each(lambda after: due_rows.near_by_id(clock.now(), WARNINGS, after, A_BATCH), send_warning)


async def send_warning(due: Due) -> None:
    """This warning, once; none for what was submitted meanwhile."""
    async with db.transaction():
        at = clock.now()
        open_one = await due_rows.warned_by_id(due, at)
        if open_one:
            record("application.warned", f"person:{open_one.person_id}", about=due.id, detail=Warned(due.warning))
            await _write("expiry_warning", open_one, due.expires_at, f"expiry warning {due.id} {due.warning}", at)


def warned_at(ends_at: datetime, at: datetime) -> int | None:
    """The warning nearest to this end whose time has come before `at`: it counts as sent; None if none has."""
    return min((days for days, early in WARNINGS.items() if ends_at - early <= at), default=None)


async def _each(read: Callable[[Due | None], Awaitable[list[Due]]], do: Callable[[Due], Awaitable[None]]) -> None:
    """One transaction for each, by key. What goes wrong with one stops no other, and is raised at the end."""
    after: Due | None = None
    problem: Exception | None = None
    while batch := await read(after):
        for due in batch:
            try:
                await do(due)
            except Unavailable:
                raise
            except Exception as wrong:
                log.exception("application %d", due.id)
                problem = wrong
        after = batch[-1]
    if problem:
        raise problem


# --- what the letters say, in the reader's language and zone ---


async def _write(letter: str, application: Application, ends_at: datetime, key: str, at: datetime) -> None:
    person = (await people.people_by_id([application.person_id])).get(application.person_id)
    if person:
        standing = await queries.standing(person, await due_rows.code_by_id(application.micro_credential_id))
        with words.speaking(words.known(person.language)):
            about = _said(person, standing, application, ends_at, at)
        await letters.write_to_person(letter, person.id, key, **about)


def _said(person: Person, standing: Standing, window: Application, ends_at: datetime, at: datetime) -> dict[str, Any]:
    language, zone = words.known(person.language), ZoneInfo(person.time_zone)
    closes, today = (ends_at - timedelta(minutes=1)).astimezone(zone), at.astimezone(zone).date()
    last_day = rules.last_day(ends_at, window.time_zone)
    safe = rules.safe_day(last_day, window.reworks) or last_day
    wanted = [one for one in standing.requirements if not one.optional or standing.work(one.key).state in BEGUN]
    left = [one.full_name for one in wanted if standing.work(one.key).state not in READY]
    steps = plan(left, today, safe if safe >= today else closes.date())
    return {
        "code": standing.definition.code,
        "title": standing.definition.title,
        "safe": words.day(safe, language),
        "is_safe": int(safe >= today),
        "closes": words.day(closes.date(), language),
        "time": words.time_of_day(closes, language),
        "zone": words.zone_name(person.time_zone),
        "days": (closes.date() - today).days,
        "ready": len(wanted) - len(left),
        "all": len(wanted),
        "plan": "\n\n".join(f"{words.day(by, language)}: {name}" for by, name in steps),
    }
