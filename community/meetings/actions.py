"""What happens to a meeting: added, moved, changed, cancelled; each told once, with what it replaced."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from community import db
from community.cohorts import queries as cohorts
from community.cohorts import reasons as cohort_reasons
from community.cohorts.queries import Cohort, Place
from community.errors import Conflict
from community.events import Event, record
from community.jobs import Follower
from community.meetings import queries, reasons, rules
from community.meetings.coming import actions as coming
from community.meetings.pairs import actions as pairs
from community.meetings.queries import Meeting
from community.meetings.rules import State

A_BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """A meeting as who leads wants it: a local time of `time_zone`, in minutes how long, where."""

    title: str
    starts_local: datetime
    time_zone: str
    minutes: int
    place: str = ""
    link: str = ""
    planned_week: int | None = None  # of the cohort's plan, whose agenda is this meeting's


async def add(place: Place, wanted: Wanted) -> None:
    """One more. Raises Conflict in a closed cohort, and where there would be too many."""
    async with db.transaction():
        many = await queries.lock_by_id(place.cohort.id)
        cohort = (await cohorts.cohorts_by_id([place.cohort.id]))[place.cohort.id]
        if cohort.is_closed:
            raise Conflict(cohort_reasons.closed())
        if many >= rules.MOST_MEETINGS:
            raise Conflict(reasons.too_many(rules.MOST_MEETINGS))
        await _add(cohort, wanted, by_id=place.person_id)


async def plan(place: Place) -> None:
    """By hand what publishing does by itself: all meetings of the cohort's rhythm, while it has none yet."""
    if not rules.local_times(place.cohort):
        raise Conflict(reasons.no_rhythm())
    await _plan(place.cohort.id, by_id=place.person_id)


async def plan_published(news: list[Event]) -> None:
    """A follower of the log: a cohort that was published has its meetings, at its own weekday and hour."""
    published = {event.about for event in news if event.kind in ("cohort.made", "cohort.moved")}
    for cohort_id in sorted(filter(None, published)):
        await _plan(cohort_id, by_id=None)


async def change(place: Place, meeting: Meeting, wanted: Wanted) -> None:
    """Move it, or change what it is called, how long it takes, where it is. Conflict if somebody was quicker.

    At another instant it is moved, and all who knew the former time hear of both (R18).
    """
    values = _values(wanted, meeting.state)
    moved = values["starts_at"] != meeting.starts_at
    if moved:
        values["state"] = State.MOVED
    if any(values[field] != getattr(meeting, field) for field in queries.FIELDS):
        await _write(place, meeting, "meeting.moved" if moved else "meeting.changed", values)


async def cancel(place: Place, meeting: Meeting) -> None:
    """It will not take place; all who knew of it hear so (R18)."""
    values = {field: getattr(meeting, field) for field in queries.FIELDS} | {"state": State.CANCELLED}
    await _write(place, meeting, "meeting.cancelled", values)


async def keep_in_step(_payload: dict) -> None:
    """A job: where a zone's rules were changed by law, a meeting stays at its local time, at another instant (X19)."""
    after: int | None = 0
    while after is not None:
        batch = await queries.later_by_id(after, A_BATCH)
        for meeting in batch:
            await _keep_in_step(meeting)
        after = batch[-1].id if batch else None


async def _keep_in_step(meeting: Meeting) -> None:
    starts_at = rules.instant(meeting.starts_local, meeting.time_zone)
    if starts_at != meeting.starts_at:
        cohort = (await cohorts.cohorts_by_id([meeting.cohort_id]))[meeting.cohort_id]
        values = {field: getattr(replace(meeting, starts_at=starts_at), field) for field in queries.FIELDS}
        async with db.transaction():
            version_id = await queries.set_by_id(meeting.id, meeting.version, values)
            if version_id:
                _tell("meeting.moved", cohort, version_id, None)
                await coming.void(cohort, meeting.id)


async def _write(place: Place, meeting: Meeting, kind: str, values: dict[str, Any]) -> None:
    async with db.transaction():
        version_id = await queries.set_by_id(meeting.id, meeting.version, values)
        if version_id is None:
            raise Conflict(reasons.changed_meanwhile())
        _tell(kind, place.cohort, version_id, place.person_id)
        if kind != "meeting.changed":
            await coming.void(place.cohort, meeting.id)
        if kind == "meeting.cancelled":
            await pairs.end_of_meeting(meeting.id)


async def _plan(cohort_id: int, by_id: int | None) -> None:
    """Whatever comes twice, the meetings are made once."""
    async with db.transaction():
        many = await queries.lock_by_id(cohort_id)
        cohort = (await cohorts.cohorts_by_id([cohort_id])).get(cohort_id)
        if cohort and not many and rules.is_told(cohort.state):
            for local, title, minutes, week in rules.planned(cohort):
                wanted = Wanted(title, local, cohort.time_zone, minutes, cohort.place, cohort.link, week)
                await _add(cohort, wanted, by_id)


async def _add(cohort: Cohort, wanted: Wanted, by_id: int | None) -> None:
    values = _values(wanted, State.PLANNED)
    _tell("meeting.added", cohort, await queries.add_by_id(cohort.id, values, wanted.planned_week), by_id)


def _values(wanted: Wanted, state: str) -> dict[str, Any]:
    values = {field: getattr(wanted, field) for field in queries.FIELDS if hasattr(wanted, field)}
    return values | {"state": state, "starts_at": rules.instant(wanted.starts_local, wanted.time_zone)}


def _tell(kind: str, cohort: Cohort, version_id: int, by_id: int | None) -> None:
    """To the readers of the list, organizers among them, and to those of the board, who see the next one."""
    record(kind, cohort.topic, cohort.roster_topic, about=version_id, by=by_id)


followers = {"meetings": Follower(plan_published)}
