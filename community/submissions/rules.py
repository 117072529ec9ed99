"""An attempt: its life, what is promised with it, how long it may be taken back, when its result is expected. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.evidence.rules import REVIEW_DAYS

TAKE_BACK = timedelta(minutes=60)  # R35


class State(StrEnum):
    """The life of a submission."""

    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"


class Promise(StrEnum):
    """What an earner attests with each attempt (R30)."""

    OWN = "own"  # it is their own work
    NAMES = "names"  # no names or faces, or a release for each
    READY = "ready"  # to be read as it stands


class Must(StrEnum):
    """What has to be so before anybody can submit (R30), in the order of the page."""

    COMPLETE = "complete"
    LIMITS = "limits"  # hard ones (R29)
    NAMES = "names"  # R31, R32
    FILES = "files"  # looked at, and whole
    WORDS = "words"  # of each picture what is on it
    RELEASES = "releases"  # of whatever shows students
    TEXTS = "texts"  # two versions of which one has to be chosen (R28)


class Hint(StrEnum):
    """What helps and never blocks."""

    RANGE = "range"  # advisory (R29)
    LINKS = "links"  # R33
    NOTES = "notes"  # of colleagues, not dealt with
    ASKING = "asking"  # colleagues are asked just now


@dataclass(frozen=True)
class Point:
    """One thing at one requirement: what it is, how often, and where it is mended."""

    what: Must | Hint
    key: str  # of the requirement
    count: int = 1
    address: str = ""


def expected_on(submitted_at: datetime, zone: str) -> date:
    """R58: a result within 14 calendar days from receipt, where its earner lives."""
    return submitted_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=REVIEW_DAYS)


def take_back_until(submitted_at: datetime, window_ends: datetime | None) -> datetime:
    """R35: for 60 minutes, and not beyond the end of the window, which would take all of it away."""
    until = submitted_at + TAKE_BACK
    return until if window_ends is None else min(until, window_ends)


def can_take_back(state: State, submitted_at: datetime, window_ends: datetime | None, at: datetime) -> bool:
    """R35: within 60 minutes, and while nobody has claimed it."""
    return state is State.SUBMITTED and at < take_back_until(submitted_at, window_ends)


def neutral_name(key: str, place: int, ending: str) -> str:
    """R31: what a frozen file is called, from its requirement and its place among that one's files alone."""
    return f"{key.replace('_', '-')}-{place}.{ending}"
