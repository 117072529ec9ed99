"""An earner opens a result to people of her cohort and ends it; they look at it and write to her (R64)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community import clock, db
from community.cohorts.queries import Seat
from community.errors import Conflict
from community.events import record
from community.evidence.rules import end_of_day
from community.pages import _
from community.people.queries import Person
from community.submissions.opening import queries, rules
from community.submissions.opening.queries import Opened
from community.submissions.opening.rules import Ending
from community.submissions.queries import Submission


@dataclass(frozen=True)
class Ended:
    """Detail of `result.closed`: why."""

    ending: str


async def open_to(
    person: Person,
    seat: Seat,
    submission: Submission,
    rows: Collection[tuple[str, str]],
    to: Sequence[int],
    until: date,
) -> int:
    """These rows, to these persons of the cohort in which she sits, until the end of this day where she is.

    Raises Conflict where it cannot be opened, or she has opened it often enough.
    """
    async with db.transaction():
        if not rules.may_open(submission.state, await queries.is_earned(person, submission)):
            raise Conflict(_("Only a result that leaves something to do can be opened."))
        at, before = clock.now(), await queries.opened_of(person, submission)
        if sum(rules.ending(one, at) is None for one in before) >= rules.MOST_OPEN:
            raise Conflict(_("It is open in twenty ways already. End one first."))
        until_at = end_of_day(until, person.time_zone)
        opened_id = await queries.add(seat, submission, rows, to, at, until_at)
        record("result.opened", f"person:{person.id}", about=opened_id, by=person.id)
    return opened_id


async def end(person: Person, opened: Opened) -> None:
    """From this commit on nobody reads it; ended twice is ended."""
    await _end(opened, Ending.EARNER, clock.now(), by=person.id)


async def end_what_is_over(_payload: dict) -> None:
    """The job: it ends by itself with her day, and when she leaves or has earned it."""
    at = clock.now()
    for one in await queries.over_by_id(at):
        ending = rules.ending(one, at)
        if ending:
            await _end(one, ending, at)


async def look(person: Person, opened: Opened) -> None:
    """Somebody reads it: its earner sees who, and when."""
    async with db.transaction():
        if await queries.add_look(person, opened, clock.now()):
            record("result.read", opened.topic, about=opened.id, by=person.id)


async def write(person: Person, opened: Opened, text: str) -> int:
    """A note to its earner; nobody else reads it."""
    async with db.transaction():
        note_id = await queries.add_note(person, opened, text, clock.now())
        record("result.answered", opened.topic, about=opened.id, by=person.id)
    return note_id


def today(person: Person) -> date:
    """The day it is where this person is."""
    return clock.now().astimezone(ZoneInfo(person.time_zone)).date()


async def _end(opened: Opened, ending: Ending, at: datetime, by: int | None = None) -> None:
    async with db.transaction():
        if await queries.end_by_id(opened.id, ending, at):
            topics = [f"person:{one.person_id}" for one in opened.chosen]
            record("result.closed", opened.topic, *topics, about=opened.id, by=by, detail=Ended(ending))
