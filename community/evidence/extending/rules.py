"""Who gives a window a later end, when, and how far (F89). Pure."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from community.evidence.rules import add_months
from community.fees import rules as fees

MOST_MONTHS = 6  # at a time
LONGEST = 1000  # characters of a sentence, and of a reason


class State(StrEnum):
    """How what was asked for stands; a desk may also give without being asked."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


def looks_after(desk: Any) -> bool:
    """Who is asked for more time and gives it: the issuer's catalogue editors, and administrators of the platform.

    Never its reviewers, approvers or committee: an application names its earner, whom those who judge must not know
    (R50). It is the desk that sees fees, for the same reason.
    """
    return fees.looks_after(desk)


def has_end(application: Any, at: datetime) -> bool:
    """Whether it is open and ends: with the reviewers, or without an end, there is nothing to move.

    While an attempt is read the window is left alone: what a result leaves to do has its own days (R26), and from then
    on the window may be given a later end again.
    """
    return application.state == "open" and application.expires_at is not None and application.expires_at > at


def furthest(last_day: date) -> date:
    """The last day that may be given now."""
    return add_months(last_day, MOST_MONTHS)


def may_end_on(day: date, last_day: date) -> bool:
    """Later than it does now, and by six months at most at a time; a window is never made shorter."""
    return last_day < day <= furthest(last_day)
