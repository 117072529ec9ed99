"""Which results may be opened, for how long, and who reads one (R49, R64). Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from community.submissions.rules import State

OPENED = (State.NOT_YET, State.RETURNED_INCOMPLETE)  # never one that is earned (R49)
USUAL_DAYS, MOST_DAYS = 14, 60
LOOK_LASTS = timedelta(minutes=10)  # a page that is fetched again within it was opened once
MOST_OPEN = 20  # of one attempt
LONGEST_NOTE = 2000  # characters


class Ending(StrEnum):
    """Why nobody reads it any more."""

    EARNER = "earner"
    DATE = "date"
    LEFT = "left"  # its earner has left the cohort
    EARNED = "earned"  # since then, by another attempt


class Opened(Protocol):
    """A result that was opened. `earner_sits`: where she did then, and all the time since."""

    @property
    def until_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def earner_sits(self) -> bool: ...
    @property
    def is_earned(self) -> bool: ...


class Chosen(Protocol):
    """One of those whom its earner chose. `judges`: they have read, or read, an attempt of hers as a reviewer."""

    @property
    def sits(self) -> bool: ...
    @property
    def judges(self) -> bool: ...


def may_open(state: State, is_earned: bool) -> bool:
    """R64: its earner opens a result that left something to do; R49: once the whole is earned, none any more."""
    return state in OPENED and not is_earned


def may_open_until(until: date, today: date) -> bool:
    """Today or later, at most 60 days."""
    return today <= until <= today + timedelta(days=MOST_DAYS)


def ending(opened: Opened, at: datetime) -> Ending | None:
    """What ends it now by itself, or has ended it."""
    if opened.ended_at is not None:
        found: Ending | None = Ending.EARNER
    elif opened.until_at <= at:
        found = Ending.DATE
    elif not opened.earner_sits:
        found = Ending.LEFT
    else:
        found = Ending.EARNED if opened.is_earned else None
    return found


def can_read(opened: Opened, chosen: Chosen | None, at: datetime) -> bool:
    """R64: whom its earner chose reads what she opened, until the end of her day or until she ends it.

    Only while both sit in the cohort in which she opened it, and neither has left it in between. Never who judges an
    attempt of hers (R50): to them it is not there, which tells nobody that they review.
    """
    return chosen is not None and chosen.sits and not chosen.judges and ending(opened, at) is None
