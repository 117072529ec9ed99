"""Whom a request by turn asks next, and how many at a time (R42, R44). Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from community.feedback.requests.rules import Asks, ended, is_served

ANSWERS_WITHIN = timedelta(hours=48)  # whoever says nothing so long keeps the offer, and the next is asked too


@dataclass(frozen=True)
class Candidate:
    """Somebody willing who can be asked; `load` is what they have read and are asked to read here, in readers."""

    person_id: int
    load: float
    last: datetime | None  # asked before


def goes_on(request: Any, at: datetime) -> bool:
    """Whether it asks by turn, and still wants a reader."""
    return request.asks == Asks.TURN and ended(request, at) is None and not is_served(request, at)


def room(request: Any, awaited: int) -> int:
    """How many more are asked now: those who read or have answered count, and those whose answer is to come."""
    return max(0, math.ceil(request.wanted - request.taken - awaited))


def by_turn(candidates: Iterable[Candidate]) -> list[Candidate]:
    """R42: whoever has least comes first, so that the numbers differ by at most one; then who was asked longest ago."""
    return sorted(candidates, key=lambda one: (one.load, one.last.timestamp() if one.last else 0.0, one.person_id))
