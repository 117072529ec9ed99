"""When holders of the badge elsewhere are asked, how many at once, and whose turn it is (R44). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from community.feedback.requests.rules import ended

WAITS = timedelta(hours=96)  # without a reader
MONTH = timedelta(days=30)
ANSWERS_WITHIN = timedelta(hours=48)  # whoever says nothing so long keeps the offer, and another is asked too
AT_ONCE = 2  # asked, with an answer to come
CHOICES = (0, 1, 2)  # drafts a month


@dataclass(frozen=True)
class Guest:
    """In place of a seat, at the doors of one draft: a holder who sits in another cohort, or in none."""

    person_id: int
    cohort_id: int
    role: str = "holder"
    is_facilitator: bool = False


@dataclass(frozen=True)
class Candidate:
    """A holder who may be asked; `times` they were asked so far, the last time at `last`."""

    person_id: int
    times: int
    last: datetime | None


def may_be_asked_about(request: Any, at: datetime) -> bool:
    """R44: its author wished it, and for 96 hours nobody reads it."""
    waits = request.taken == 0 and at - request.opened_at >= WAITS
    return request.asks_holders and waits and ended(request, at) is None


def by_turn(candidates: Iterable[Candidate]) -> list[Candidate]:
    """R42: whoever was asked least comes first, then whoever was asked longest ago."""
    return sorted(candidates, key=lambda one: (one.times, one.last.timestamp() if one.last else 0.0, one.person_id))
