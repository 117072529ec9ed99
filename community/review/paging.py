"""Where a list goes on: behind the last one that was shown, as it stands in the address. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from community.numbers import CROCKFORD, SIGNS

A_PAGE = 50
MARK = re.compile(rf"(\d{{4}}-\d\d-\d\d)\.([{CROCKFORD}]{{{SIGNS}}})(\.first)?", re.ASCII)


@dataclass(frozen=True)
class Mark:
    """The attempt after which a list goes on, and the day it stood under, which may be another one by now.

    `first`: it stood among those that come before all others.
    """

    day: date
    number: str
    first: bool = False

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.number}{'.first' if self.first else ''}"


def mark(typed: str) -> Mark | None:
    """From `?after=2026-12-01.K7QM2XWD93HF`; None for anything else."""
    found = MARK.fullmatch(typed)
    try:
        return Mark(date.fromisoformat(found[1]), found[2], bool(found[3])) if found else None
    except ValueError:
        return None
