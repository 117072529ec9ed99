"""Which settings of a cohort can be changed, when and by whom, and what the log keeps of a change. Pure."""

import hashlib
from datetime import date, time
from typing import Any

from community.cohorts.rules import State

SCHEDULE = ("starts_on", "weekday", "meets_at", "minutes", "meeting_weeks", "time_zone")
TEXTS = ("name", "place", "link", "refusal_text")  # the log holds no texts: only that they changed
FREE, TOLD = "f", "t"
TERMS = (
    *("name", "mode", "place", "link", "capacity", "who_may_join", "refusal_text", "sign_up_open", "language"),
    *("backlog", "shows", "ends_on", "definition_version_id"),
)


def schedule_is_told(state: str, members: int) -> bool:
    """Whether members were told when it meets: then that is changed meeting by meeting, so that each hears of it."""
    return state != State.DRAFT and (members > 0 or state != State.OPEN)


def can_end_otherwise(state: str) -> bool:
    """The last day can be moved until it has come."""
    return state in (State.DRAFT, State.OPEN, State.RUNNING)


def keeps_templates(place: Any) -> bool:
    """A template is the affiliate's: its organizers keep one."""
    return place.desk is not None


def may_be_named(place: Any) -> bool:
    """Whether her first name stands where visitors look is each facilitator's own choice."""
    return place.seat is not None and place.seat.is_facilitator


def fingerprint(cohort: Any, told: bool) -> str:
    """Of the settings as somebody read them, so that two who change them at the same time do not undo each other.

    Its first sign says whether members were told when it meets: in a page for which nobody was, that can be changed.
    """
    return (TOLD if told else FREE) + _digest(cohort)


def held_schedule(seen: str) -> bool:
    """Whether the page with this fingerprint held when it meets."""
    return seen.startswith(FREE)


def came_too_late(seen: str, cohort: Any, told: bool, changed: dict[str, Any]) -> bool:
    """Whether what was read is otherwise now, or members were meanwhile told of what is changed here."""
    return bool(changed) and (seen[1:] != _digest(cohort) or (told and not changed.keys().isdisjoint(SCHEDULE)))


def _digest(cohort: Any) -> str:
    read = [getattr(cohort, name) for name in (*TERMS, *SCHEDULE)]
    return hashlib.sha256(repr(read).encode()).hexdigest()[:15]


def changed(cohort: Any, columns: dict[str, Any]) -> dict[str, Any]:
    """Those of these columns that are otherwise now."""
    return {name: value for name, value in columns.items() if getattr(cohort, name) != value}


def told(name: str, value: Any) -> Any:
    """A value as the log keeps it; of a text nothing."""
    if name in TEXTS:
        kept = None
    elif isinstance(value, date | time):
        kept = value.isoformat()
    else:
        kept = value
    return kept
