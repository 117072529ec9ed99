"""On which days a cohort plans to meet: its weekday, and the weeks in which it meets. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

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
