"""Who asks, who answers, who reads, and when it is asked whether a goal was met. Pure."""

from typing import Any

from community.cohorts.rules import Role, State
from community.words import gettext as _

PLACES = (1, 2, 3, 4, 5)  # the first is the goal
GOAL = 1
MOST_ANSWER = 2000
MET = ("yes", "partly", "not_yet")


def kind(place: int) -> str:
    return "goal" if place == GOAL else "text"


def first_goal() -> str:
    """What a new cohort asks, until somebody asks otherwise."""
    return _("What do you want to have reached by the end? One sentence is enough.")


def answers(seat: Any) -> bool:
    """Members are asked; who leads and who observes are not."""
    return seat.role == Role.PARTICIPANT


def reads(place: Any) -> bool:
    """Answers are their author's, and for the facilitators; an organizer without a seat does not read them."""
    return place.seat is not None and place.seat.is_facilitator


def asks_whether_met(state: str) -> bool:
    """At the end both are asked: the author and the facilitator."""
    return state in (State.FINISHING, State.CLOSED)


def takes_answers(state: str) -> bool:
    """Closed is read-only (R22)."""
    return state != State.CLOSED
