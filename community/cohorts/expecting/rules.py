"""Expected days as a line with "now" in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Mark:
    """On the line: a requirement with its day, or "now" (no label)."""

    day: date
    label: str = ""
    is_past: bool = False


@dataclass(frozen=True)
class Expected:
    """The days of a cohort, by requirement, and its line as it is `today`, by the cohort's own calendar."""

    cohort_id: int
    version: int
    days: Mapping[str, date]
    line: tuple[Mark, ...]


def line(days: Mapping[str, date], requirements: Iterable[Any], today: date) -> tuple[Mark, ...]:
    """Each requirement that has a day, the earliest first, and between what is past and what comes: now.

    A day is past when it is over. Nothing of members is in it: what is expected is nobody's delay.
    """
    marks = [Mark(days[one.key], one.label, days[one.key] < today) for one in requirements if one.key in days]
    marks.sort(key=lambda mark: mark.day)
    past, coming = [mark for mark in marks if mark.is_past], [mark for mark in marks if not mark.is_past]
    return (*past, Mark(today), *coming) if marks else ()
