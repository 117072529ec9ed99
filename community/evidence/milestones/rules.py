"""What is left and by when: plain arithmetic from what is missing (R25), and which days one may set oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

FURTHEST = timedelta(days=366 * 2)
Part = TypeVar("Part")


@dataclass(frozen=True)
class Left:
    """So many parts are missing, and so many days are left for them; `days` is 0 on the last day itself."""

    parts: int
    days: int

    @property
    def weeks(self) -> int:
        return self.days // 7

    @property
    def every(self) -> int:
        """One part about every so many days, when they are spread evenly."""
        return max(1, self.days // self.parts) if self.parts else 0


def plan(parts: Sequence[Part], today: date, until: date) -> list[tuple[date, Part]]:
    """By which day each is done, if they are spread evenly from today to `until`, the last one on that day."""
    days = (until - today).days
    return [(today + timedelta(days=-(-days * nth // len(parts))), part) for nth, part in enumerate(parts, 1)]


def can_be(day: date, today: date) -> bool:
    """A day to come, and not so far away that it is a slip of the finger."""
    return today <= day <= today + FURTHEST
