"""Why somebody cannot take a seat now, and what would be possible instead (R16). Pure."""

from enum import StrEnum
from typing import Any

from community.cohorts import rules
from community.cohorts.rules import Barrier


class Bar(StrEnum):
    """What stands in one person's way, besides what keeps everybody out (rules.Barrier)."""

    REMOVED = "removed"
    ELSEWHERE = "elsewhere"
    FULL = "full"


class Way(StrEnum):
    """What is possible instead; to begin on one's own always is."""

    WAIT = "wait"
    ASK = "ask"
    ENROL = "enrol"  # become a member of one's local, or have it confirmed


WAYS: dict[Barrier | Bar, tuple[Way, ...]] = {
    Barrier.SIGN_UP_CLOSED: (Way.ASK,),
    Barrier.LOCALS_ONLY: (Way.ASK, Way.ENROL),
    Barrier.MEMBERS_ONLY: (Way.ASK, Way.ENROL),
    Bar.FULL: (Way.WAIT,),
}


def bar(
    cohort: Any, free: int, *, is_local: bool, is_member: bool, elsewhere: bool, removed: bool, wanted: bool = False
) -> Barrier | Bar | None:
    """What stands between this person and a seat; None: they may take one. What lasts longest comes first.

    `free`: seats they could be given; `elsewhere`: they take part in another cohort on the same micro-credential;
    `removed`: they were removed from this one; `wanted`: they are invited, or a seat is kept for them, so that whom the
    cohort takes otherwise, and whether its sign-up is open, does not matter.
    """
    found: Barrier | Bar | None = rules.barrier(cohort, is_local, is_member)
    if wanted and found not in (Barrier.NOT_YET, Barrier.OVER):
        found = None
    if found is None and removed and not wanted:
        found = Bar.REMOVED
    if found is None and elsewhere:
        found = Bar.ELSEWHERE
    if found is None and free < 1:
        found = Bar.FULL
    return found


def ways(found: Barrier | Bar | None) -> tuple[Way, ...]:
    """What is possible where this stands in the way."""
    return WAYS.get(found, ()) if found else ()
