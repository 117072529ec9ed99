"""What the calendar does to a cohort: it begins, finishes and closes by itself (R22). Pure."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from community.cohorts.rules import State


class Standing(StrEnum):
    """How a member's application stands; one who has begun none has no standing."""

    OPEN = "open"
    DONE = "done"  # earned, expired, or ended otherwise


FINISHING = timedelta(days=365)  # so long it goes on after its last day, at most


def due(cohort: Any, at: datetime) -> str | None:
    """The move of rules.MOVES that is due at this instant, in the cohort's own zone; None while all is as it should be.

    It begins with its first day, finishes when its last is over, closes 12 months after that. Nothing is moved back.
    """
    today, move = at.astimezone(ZoneInfo(cohort.time_zone)).date(), None
    match cohort.state:
        case State.OPEN if cohort.starts_on <= today:
            move = "begin"
        case State.RUNNING if cohort.ends_on < today:
            move = "finish"
        case State.FINISHING if _finished_on(cohort) + FINISHING < today:
            move = "close"
    return move


def _finished_on(cohort: Any) -> date:
    return cohort.finished_at.date() if cohort.finished_at else cohort.ends_on


def is_done(state: str, members: Collection[int], standings: Mapping[int, str]) -> bool:
    """Whether the last member has earned it or expired, or all have left: then nothing keeps it open (R22)."""
    return state == State.FINISHING and all(standings.get(person_id) == Standing.DONE for person_id in members)


def is_unled(state: str, facilitators: int) -> bool:
    """R13: a cohort that goes on needs somebody who leads it; before it begins an invitation is enough."""
    return state in (State.RUNNING, State.FINISHING) and facilitators == 0
