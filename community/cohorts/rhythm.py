"""On which days a cohort plans to meet: its weekday, and the weeks in which it meets. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from babel.dates import format_time, get_day_names, get_timezone_name

from community.words import PSEUDO
from community.words import gettext as _

WEEK = timedelta(weeks=1)
MOST_MEETINGS = 40


def first_meeting(starts_on: date, weekday: int) -> date:
    """The first such weekday (0 is Monday) from the first day on."""
    return starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)


def meeting_days(starts_on: date, weekday: int | None, weeks: Iterable[int]) -> list[date]:
    """The planned days, in their order; none while no weekday is chosen. Week 1 holds the first meeting."""
    if weekday is None:
        return []
    first = first_meeting(starts_on, weekday)
    return [first + WEEK * (week - 1) for week in sorted(set(weeks))]


def every(weeks: int, count: int) -> list[int]:
    """The weeks of `count` meetings, one every so many weeks: every(2, 3) is [1, 3, 5]."""
    return [1 + weeks * at for at in range(count)]


def step(weeks: list[int]) -> int:
    """How many weeks lie between two meetings, 0 where that differs."""
    steps = {after - before for before, after in pairwise(weeks)}
    return steps.pop() if len(steps) == 1 else int(not steps)


def hours(weekday: int, meets_at: time, minutes: int, zone: str, language: str) -> str:
    """Such as "Tuesday, 4:30 PM to 5:30 PM, Pacific Time": on the clocks of that zone."""
    locale = _locale(language)
    ends_at = (datetime.combine(date.min, meets_at) + timedelta(minutes=minutes)).time()
    begin, end = (format_time(at, "h:mm a", locale=locale) for at in (meets_at, ends_at))
    named = get_timezone_name(zone, locale=locale)
    about = {"weekday": _weekday(weekday, locale), "begin": begin, "end": end, "zone": named}
    return _("%(weekday)s, %(begin)s to %(end)s, %(zone)s") % about


def _weekday(number: int, locale: str) -> str:
    return get_day_names("wide", locale=locale)[number]


def _locale(language: str) -> str:
    return "en" if language == PSEUDO else language.replace("-", "_")
