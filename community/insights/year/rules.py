"""What stands before an executive board: nothing of fewer than five people (R65), a cost with its parts. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from community.insights.rules import SCHOOL_YEAR_BEGINS, is_told, next_month

MOST_MONTHS = 60


@dataclass(frozen=True)
class Period:
    """From the first day of a month to the first day of the month after the last."""

    begins: date
    ends: date

    @property
    def last_month(self) -> date:
        return (self.ends - date.resolution).replace(day=1)


@dataclass(frozen=True)
class Gathered:
    """Cohorts of a period: how many, and how many people took part in them."""

    cohorts: int = 0
    people: int = 0


@dataclass(frozen=True)
class Met:
    """Meetings of a period, and the minutes that people spent in them, all added up."""

    meetings: int = 0
    minutes: int = 0

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)


@dataclass(frozen=True)
class Badges:
    """Awards of a period, how many of them with a cohort, and the hours that their definitions name."""

    awards: int = 0
    supported: int = 0
    least_hours: float = 0
    most_hours: float = 0


@dataclass(frozen=True)
class Money:
    """In cents: what was noted for cohorts, what came in for fees or was promised, what was waived."""

    noted: int = 0
    paid: int = 0
    promised: int = 0
    waived: int = 0

    @property
    def spent(self) -> int:
        """What somebody pays: a waived fee is paid by nobody."""
        return self.noted + self.paid + self.promised


@dataclass(frozen=True)
class Said:
    """An earner's sentence; `name` is "" where they did not allow it."""

    text: str
    name: str
    title: str


def school_year(today: date) -> Period:
    """The one that this day is in."""
    year = today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1
    return Period(date(year, SCHOOL_YEAR_BEGINS, 1), date(year + 1, SCHOOL_YEAR_BEGINS, 1))


def period(begins: str, ends: str, today: date) -> tuple[Period, bool]:
    """From this month to that one (2026-07, or a day of it), both included, and whether it could be read so.

    Else the school year of today.
    """
    first, last = _month(begins), _month(ends)
    if first is None or last is None or last < first or _months(first, last) > MOST_MONTHS:
        return school_year(today), not (begins or ends)
    return Period(first, next_month(last)), True


def cost_of_one(spent: int, awards: int) -> int | None:
    """Cents for each award; None of fewer than five, and where nothing is known to have been spent."""
    return round(spent / awards) if spent and is_told(awards) else None


def _month(typed: str) -> date | None:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])(-\d\d)?", typed.strip())
    return date(int(found[1]), int(found[2]), 1) if found else None


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
