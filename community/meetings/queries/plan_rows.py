"""The meetings of a cohort in their order, and the next one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from community import clock, db
from community.cohorts.queries import Cohort, Place, Seat
from community.meetings import rules
from community.meetings.coming import rules as saying
from community.meetings.queries.meeting_rows import MEETING, Meeting


@dataclass(frozen=True)
class Plan:
    """A cohort's meetings in their order, as they stand at `now`; for who leads, {meeting: who comes} (`coming`)."""

    cohort_id: int
    is_closed: bool
    meetings: list[Meeting]
    now: datetime
    coming: Mapping[int, Any] = field(default_factory=dict)

    def can_answer(self, meeting: Meeting) -> bool:
        """Whether who sits here may say now that they come."""
        return saying.can_answer(meeting, self.now, self.is_closed)

    def can_change(self, meeting: Meeting) -> bool:
        """Whether who leads may change this one."""
        return rules.can_change(meeting, self.is_closed)

    @cached_property
    def upcoming(self) -> list[Meeting]:
        """Those that are not over yet, the cancelled ones too."""
        return [meeting for meeting in self.meetings if meeting.ends_at > self.now]

    @cached_property
    def past(self) -> list[Meeting]:
        """Those that are over, the latest first."""
        return [meeting for meeting in reversed(self.meetings) if meeting.ends_at <= self.now]

    @cached_property
    def next(self) -> Meeting | None:
        """The one that goes on, or comes first."""
        return next((meeting for meeting in self.upcoming if not meeting.is_cancelled), None)


@dataclass(frozen=True)
class NextMeeting:
    """What everybody may know of a cohort's next meeting: neither place nor link."""

    cohort_id: int
    title: str
    starts_at: datetime
    time_zone: str
    minutes: int


async def plan(place: Place | Seat, cohort: Cohort) -> Plan:
    """The meetings of this place's cohort."""
    cohort_id = place.cohort_id if isinstance(place, Seat) else place.cohort.id
    return (await _plans([cohort_id], {cohort_id: cohort.is_closed}))[cohort_id]


async def next_meeting(place: Place | Seat, cohort: Cohort) -> Meeting | None:
    """The meeting that goes on or comes next, if one is planned (R17)."""
    return (await plan(place, cohort)).next


async def public_next_meetings(cohort_ids: list[int]) -> dict[int, NextMeeting]:
    """{cohort: what everybody may know of its next meeting}; a cohort that has none planned is not in it."""
    found = await db.many(
        NextMeeting,
        """
        select distinct on (cohort_id) cohort_id, title, starts_at, time_zone, minutes from meeting
        where cohort_id = any(:ids) and state <> 'cancelled' and starts_at + make_interval(mins => minutes) > :now
        order by cohort_id, starts_at, id limit 5000
        """,
        ids=cohort_ids,
        now=clock.now(),
    )
    return {one.cohort_id: one for one in found}


async def plans_by_id(version_ids: list[int]) -> dict[int, Plan]:
    """For the feed: {version: the plan of its cohort as it is now}."""
    rows = await db.many(
        dict,
        """
        select version.id, meeting.cohort_id, cohort.state = 'closed' as is_closed from meeting_version as version
        join meeting on meeting.id = version.meeting_id join cohort on cohort.id = meeting.cohort_id
        where version.id = any(:ids) order by version.id limit 2000
        """,
        ids=version_ids,
    )
    found = await _plans(
        sorted({row["cohort_id"] for row in rows}), {row["cohort_id"]: row["is_closed"] for row in rows}
    )
    return {row["id"]: found[row["cohort_id"]] for row in rows}


async def _plans(cohort_ids: list[int], closed: dict[int, bool]) -> dict[int, Plan]:
    rows = await db.many(
        Meeting,
        MEETING + "where meeting.cohort_id = any(:ids) order by meeting.starts_at, meeting.id limit :most",
        ids=cohort_ids,
        most=rules.MOST_MEETINGS * max(len(cohort_ids), 1),
    )
    meetings = defaultdict(list)
    for one in rows:
        meetings[one.cohort_id].append(one)
    now = clock.now()
    return {cohort_id: Plan(cohort_id, closed[cohort_id], meetings[cohort_id], now) for cohort_id in cohort_ids}
