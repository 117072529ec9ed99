"""What one says of a meeting to come, and until when. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """What somebody says of a meeting."""

    COMES = "comes"
    CANNOT = "cannot"
    NOT_SURE = "not_sure"


def can_answer(meeting: Any, now: datetime, is_closed: bool) -> bool:
    """Whoever sits in a cohort says until a meeting's end whether they come; not of one that is cancelled."""
    return not is_closed and not meeting.is_cancelled and now < meeting.ends_at
