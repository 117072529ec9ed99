"""Who looks at a note that its receiver asks about, and what they may do with it. Pure."""

from enum import StrEnum
from typing import Any

from community.cohorts.rules import Role

MOST_WHY = 300
MOST_ANSWER = 1000


class State(StrEnum):
    """How it stands: asked; answered with a sentence; or the note is hidden from its receiver, with a reason."""

    OPEN = "open"
    SETTLED = "settled"
    HIDDEN = "hidden"


ANSWERS = (State.SETTLED, State.HIDDEN)


def may_look(seat: Any, cohort_id: int, giver_id: int | None, author_id: int) -> bool:
    """A facilitator of its cohort who neither gave the note nor was given it. The giver is not told at all."""
    return (
        seat.role == Role.FACILITATOR and seat.cohort_id == cohort_id and seat.person_id not in (giver_id, author_id)
    )


def may_answer(state: str) -> bool:
    """Once: what was answered stands."""
    return state == State.OPEN


def may_raise(hidden: bool, newest: str | None) -> bool:
    """For a note one was given and sees, while nobody is asked about it; after an answer one may ask again."""
    return not hidden and newest != State.OPEN
