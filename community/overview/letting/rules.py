"""When a draft may be asked for, for how long it is opened, who may read it (R64). Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

AGAIN = timedelta(days=14)  # after "not now" and after the end of an opening
LONGEST = timedelta(days=30)
USUAL = timedelta(days=3)
MOST_SENTENCE = 1000


class State(StrEnum):
    """How an asking stands."""

    ASKED = "asked"
    OPEN = "open"
    NOT_NOW = "not_now"
    CLOSED = "closed"


def is_open(asking: Any, today: date) -> bool:
    """R64: whoever asked may read the draft from the author's yes until the end of the day she named."""
    return asking.state == State.OPEN and today <= asking.until


def may_ask(last: Any | None, now: datetime, today: date) -> bool:
    """One asking at a time; after "not now" two weeks of peace."""
    if last is None or last.state == State.CLOSED:
        may = True
    elif last.state == State.NOT_NOW:
        may = now - last.answered_at >= AGAIN
    else:
        may = last.state == State.OPEN and not is_open(last, today)
    return may


def may_open_until(until: date, today: date) -> bool:
    return today <= until <= today + LONGEST
