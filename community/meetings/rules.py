"""What a meeting goes through, until when it may be changed, and which instant a local time is. Pure."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from community import words
from community.cohorts import plans, rhythm
from community.cohorts import rules as cohorts

LONGEST = 720  # minutes
MOST_MEETINGS = 100  # of a cohort: two years, each week
USUAL = 60  # minutes
LONGEST_GAP = timedelta(days=1)  # that a zone's clock ever left out
MINUTE = timedelta(minutes=1)


class State(StrEnum):
    """What became of a meeting since it was first told."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"


def can_change(meeting: Any, is_closed: bool) -> bool:
    """Who leads the cohort may move, change or cancel a meeting until the cohort is closed (R22).

    A cancelled one stays so: in its place another is added.
    """
    return not is_closed and meeting.state != State.CANCELLED


# --- local times and instants (X19) ---


def instant(local: datetime, zone: str) -> datetime:
    """When it is `local` (without a zone, whole minutes) in this zone, in UTC.

    A time that a clock leaves out is the next minute that there is; one that comes twice is its first.
    """
    where, tried = ZoneInfo(zone), local
    while not _exists(tried, where) and tried - local <= LONGEST_GAP:
        tried += MINUTE
    return tried.replace(tzinfo=where, fold=0).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """What clocks show in this zone at that instant, without a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _exists(naive: datetime, where: ZoneInfo) -> bool:
    there = naive.replace(tzinfo=where, fold=0).astimezone(UTC).astimezone(where)
    return there.replace(tzinfo=None, fold=0) == naive


# --- the meetings of a cohort's rhythm ---


def is_told(state: str) -> bool:
    """A draft is nobody's appointment, and what is over needs no new one."""
    return state in (cohorts.State.OPEN, cohorts.State.RUNNING)


def local_times(cohort: Any) -> list[datetime]:
    """When it plans to meet, by its own clocks; none while weekday and hour are not chosen."""
    days = rhythm.meeting_days(cohort.starts_on, cohort.weekday, cohort.meeting_weeks)
    return [datetime.combine(day, cohort.meets_at) for day in days]


def planned(cohort: Any) -> list[tuple[datetime, str, int, int]]:
    """Its meetings as publishing makes them: local time, title, minutes and week, by the plan it was made from."""
    plan = plans.plans().get(cohort.template)
    named = {meeting.week: meeting for meeting in plan.meetings} if plan else {}
    found = []
    weeks = sorted(set(cohort.meeting_weeks)) if cohort.weekday is not None else []
    for number, (week, local_time) in enumerate(zip(weeks, local_times(cohort), strict=True), 1):
        meeting = named.get(week)
        as_planned = plan is not None and meeting is not None and cohort.minutes == plan.minutes
        found.append(
            (
                local_time,
                meeting.title if meeting else title(number, cohort.language),
                meeting.minutes if meeting and as_planned else cohort.minutes,
                week,
            )
        )
    return found


def title(number: int, language: str) -> str:
    """What a meeting is called that its plan does not name, in the cohort's language."""
    with words.speaking(words.known(language)):
        return words.gettext("Meeting %(number)s") % {"number": number}
