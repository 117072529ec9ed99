"""What is marked of who was expected at a meeting, and from when on. Pure.

R65: nobody is counted up over meetings, compared or put in an order by it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

EARLY = timedelta(minutes=15)


class Mark(StrEnum):
    THERE = "there"
    LATE = "late"
    NOT_THERE = "not_there"
    UNMARKED = "unmarked"  # taken back


def can_mark(meeting: Any, now: datetime, is_closed: bool) -> bool:
    """Who leads marks during a meeting, as people come in, and afterwards; not one that is cancelled."""
    return not is_closed and not meeting.is_cancelled and now >= opens_at(meeting)


def opens_at(meeting: Any) -> datetime:
    """From when on it can be marked who is there."""
    return meeting.starts_at - EARLY
