"""An attempt: its life, what is promised with it, what is decided of it, when its result is expected and told. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.evidence.rules import end_of_day

TAKE_BACK = timedelta(minutes=60)  # R35
SCHOOL = time(7), time(16)  # hours of a weekday in which no result comes, unless its earner wants it at once


class State(StrEnum):
    """The life of a submission."""

    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"
    RETURNED_INCOMPLETE = "returned_incomplete"
    NOT_YET = "not_yet"
    EARNED = "earned"
    DENIED = "denied"  # for misconduct only


OUTCOMES = (State.EARNED, State.NOT_YET, State.RETURNED_INCOMPLETE, State.DENIED)  # what a desk decides


@dataclass(frozen=True)
class Remark:
    """What reader 1, 2 or 3 says of a criterion; `level` is its key in the definition."""

    reader: int
    level: str
    saw: str = field(repr=False)
    would_meet: str = field(repr=False)
    category: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was found of one criterion: `level` is the lowest that a deciding reader chose (R56).

    `stays`: it was met before with the same evidence, and was not read again (R38). `follow`: the approver's sentence.
    """

    requirement_key: str
    criterion_key: str
    met: bool
    level: str
    stays: bool = False
    remarks: tuple[Remark, ...] = ()
    follow: str = field(default="", repr=False)


@dataclass(frozen=True)
class Missing:
    """What stands in the way of judging a requirement (R54)."""

    requirement_key: str
    says: str = field(repr=False)


@dataclass(frozen=True)
class Decided:
    """What was decided of an attempt. Raises ValueError for what says nothing to its earner."""

    outcome: State
    verdicts: tuple[Verdict, ...] = ()
    missing: tuple[Missing, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"{self.outcome} is no outcome")
        if (self.outcome is State.RETURNED_INCOMPLETE) != bool(self.missing):
            raise ValueError("an incomplete attempt says what is missing, and no other does")
        if self.outcome is State.NOT_YET and all(verdict.met for verdict in self.verdicts):
            raise ValueError("a Not Yet says which criterion is not met")


def met_keys(keys: Collection[str], verdicts: Collection[Verdict]) -> frozenset[str]:
    """The requirements among `keys` whose criteria are all met; one without a criterion of its own is."""
    short = {verdict.requirement_key for verdict in verdicts if not verdict.met}
    return frozenset(keys) - short


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


def take_back_until(submitted_at: datetime, window_ends: datetime | None) -> datetime:
    """R35: for 60 minutes, and not beyond the end of the window, which would take all of it away."""
    until = submitted_at + TAKE_BACK
    return until if window_ends is None else min(until, window_ends)


def can_take_back(
    state: State, submitted_at: datetime, window_ends: datetime | None, at: datetime, is_claimed: bool = False
) -> bool:
    """R35: within 60 minutes, and while nobody has claimed it."""
    return state is State.SUBMITTED and not is_claimed and at < take_back_until(submitted_at, window_ends)


def school_until(zone: str, at: datetime) -> datetime | None:
    """When the school day ends in which `at` lies; None outside of one."""
    here, (begins, ends) = at.astimezone(ZoneInfo(zone)), SCHOOL
    if here.weekday() >= 5 or not begins <= here.time() < ends:
        return None
    return datetime.combine(here.date(), ends, ZoneInfo(zone)).astimezone(UTC)


def tells_at(
    at: datetime, zone: str, expected: date, quiet_until: Callable[[datetime], datetime | None], at_once: bool = False
) -> datetime:
    """When the earner hears of what was decided `at` this instant: outside of her quiet hours and of school.

    Never later than the expected day for that reason (R58): then as soon as school is over, or at once.
    """
    calm = at
    for _look in range(4):  # one's quiet hours may touch the school day on both sides
        calm = quiet_until(calm) or school_until(zone, calm) or calm
    limit = end_of_day(expected, zone)
    if at < limit <= calm:
        calm = school_until(zone, at) or at
    return at if at_once else calm


def neutral_name(key: str, place: int, ending: str) -> str:
    """R31: what a frozen file is called, from its requirement and its place among that one's files alone."""
    return f"{key.replace('_', '-')}-{place}.{ending}"
