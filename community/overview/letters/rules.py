"""Whom a letter to several is for, and until when it may be changed (F57, F120). Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from community.evidence.rules import State

FARTHEST = timedelta(days=60)  # ahead
SLACK = timedelta(minutes=1)  # a form says minutes: the one that runs is now


class Stands(StrEnum):
    """Where a letter stands."""

    PLANNED = "planned"
    GOING = "going"
    SENT = "sent"
    CANCELLED = "cancelled"


def is_in(standing: Any, state: State, key: str = "") -> bool:
    """Whether this member has something in that state, or the one requirement `key`; not started: nothing is begun."""
    states = {piece.key: piece.state for piece in standing.row.pieces}
    if key:
        return states.get(key, State.NOT_STARTED) == state
    if state is State.NOT_STARTED:
        return not standing.begun
    return state in states.values()


def can_change(letter: Any) -> bool:
    """Until it goes."""
    return letter.state == Stands.PLANNED


def may_go(goes_at: datetime, now: datetime) -> bool:
    """From now on, within two months."""
    return now - SLACK <= goes_at <= now + FARTHEST
