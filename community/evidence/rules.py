"""The states of a piece of work and how it moves between them (product.md); drafts and words; the clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.evidence.lengths import Guide as Guide
from community.evidence.lengths import Range as Range
from community.evidence.lengths import against_range as against_range
from community.evidence.lengths import blocks_submit as blocks_submit
from community.evidence.lengths import count_words as count_words
from community.fees.rules import Cost, Why

REVIEW_DAYS, REWORK_DAYS = 14, 28  # R25
PAUSE_SECONDS = 2  # a draft is saved so long after the last key, well within the 5 s of R28


class State(StrEnum):
    """Where the work for one requirement stands."""

    NOT_STARTED = "not_started"
    DRAFTING = "drafting"
    ASKING = "asking"
    ANSWERED = "answered"
    READY = "ready"
    SUBMITTED = "submitted"
    RETURNED_INCOMPLETE = "returned_incomplete"
    NOT_YET = "not_yet"
    REVISING = "revising"
    MET = "met"


class Mover(StrEnum):
    """Who makes a move."""

    AUTHOR = "author"
    READER = "reader"  # whoever was asked for feedback
    DESK = "desk"  # the reviewers of the issuer
    CLOCK = "clock"  # the end of the window


@dataclass(frozen=True)
class Move:
    """One line of the table: from any of these states to that one, by whom."""

    was: frozenset[State]
    became: State
    who: Mover


BEGUN = frozenset(State) - {State.NOT_STARTED}


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES = {
    "begin": Move(_from(State.NOT_STARTED), State.DRAFTING, Mover.AUTHOR),
    "ask": Move(_from(State.DRAFTING, State.READY, State.REVISING), State.ASKING, Mover.AUTHOR),
    "ask_again": Move(_from(State.ANSWERED), State.ANSWERED, Mover.AUTHOR),  # until its notes are dealt with
    "answer": Move(_from(State.ASKING), State.ANSWERED, Mover.READER),
    "end_request": Move(_from(State.ASKING, State.ANSWERED), State.DRAFTING, Mover.AUTHOR),
    "lapse": Move(_from(State.ASKING, State.ANSWERED), State.DRAFTING, Mover.CLOCK),  # the same, at the request's date
    "ready": Move(_from(State.DRAFTING, State.ANSWERED, State.REVISING), State.READY, Mover.AUTHOR),
    "reopen": Move(_from(State.READY), State.DRAFTING, Mover.AUTHOR),
    "submit": Move(BEGUN, State.SUBMITTED, Mover.AUTHOR),
    "take_back": Move(_from(State.SUBMITTED), State.READY, Mover.AUTHOR),
    "return_incomplete": Move(_from(State.SUBMITTED), State.RETURNED_INCOMPLETE, Mover.DESK),
    "return_complete": Move(_from(State.SUBMITTED), State.READY, Mover.DESK),  # the other parts, when one is incomplete
    "meet": Move(_from(State.SUBMITTED), State.MET, Mover.DESK),
    "fall_short": Move(_from(State.SUBMITTED), State.NOT_YET, Mover.DESK),
    "read_anew": Move(frozenset(State) - {State.SUBMITTED, State.MET}, State.SUBMITTED, Mover.DESK),  # an appeal (R61)
    "revise": Move(_from(State.NOT_YET, State.RETURNED_INCOMPLETE, State.MET), State.REVISING, Mover.AUTHOR),
    "expire": Move(frozenset(State) - {State.NOT_STARTED, State.MET}, State.NOT_STARTED, Mover.CLOCK),
}

EDITS = {
    State.NOT_STARTED: "begin",
    State.READY: "reopen",
    State.NOT_YET: "revise",
    State.RETURNED_INCOMPLETE: "revise",
}


def can_move(state: State, name: str) -> bool:
    """Whether the table has this move from this state; pages ask before they show a button."""
    return state in MOVES[name].was


def move_of_edit(state: State) -> str | None:
    """The move that a changed text brings with it, if any.

    Submitted work keeps its state: the attempt is a frozen copy, edits touch only the draft (R34). What is met is taken
    up again only on purpose, after a warning, never by typing.
    """
    return EDITS.get(state)


# --- drafts (R28) ---


@dataclass(frozen=True)
class Written:
    """What a saved revision says of where it came from."""

    number: int
    writer: str  # one open page; "" is unknown


def overwrites(based_on: int, writer: str, since: Iterable[Written]) -> bool:
    """Whether a text based on that revision would replace one its writer has not seen (R28).

    A page whose answer was lost knows an older number, but all that came since is its own.
    """
    return any(not writer or later.writer != writer for later in since if later.number > based_on)


# --- the application and its clock (R8, R23, R25, R27) ---


class Bar(StrEnum):
    """What stands in the way of Start."""

    RUNNING = "running"
    EARNED = "earned"
    RETIRED = "retired"
    FIRST = "first"
    WAITING = "waiting"
    FEE = "fee"


def bar_to_start(
    states: Iterable[str], cost: Cost, wants_first: bool = False, retired: bool = False
) -> Bar | None:
    """None when Start is possible: no open application, none earned (R27), nothing wanted first (R5) or due (R8).

    What its issuer has retired takes no new Start; whoever has an open application goes on.
    """
    held = set(states)
    if "earned" in held:
        found: Bar | None = Bar.EARNED
    elif held & {"open", "submitted"}:
        found = Bar.RUNNING
    elif retired:
        found = Bar.RETIRED
    elif wants_first:
        found = Bar.FIRST
    elif cost.is_open:
        found = None
    else:
        found = Bar.WAITING if cost.why is Why.WAITING else Bar.FEE
    return found


@dataclass(frozen=True)
class Clock:
    """The days of a window in its earner's zone; `last` and `safe` are None where the issuer sets no end."""

    first: date
    last: date | None
    safe: date | None


def clock(started_at: datetime, zone: str, months: int | None, after_not_yet: bool = False) -> Clock:
    """R23: six calendar months (from 31 August to the last day of February). R25: the safe date."""
    first = started_at.astimezone(ZoneInfo(zone)).date()
    last = None if months is None else add_months(first, months)
    return Clock(first, last, safe_day(last, after_not_yet))


def safe_day(last: date | None, after_not_yet: bool = False) -> date | None:
    """R25: the latest safe submit date, the window's end less 14 days for review less 28 to rework."""
    return None if last is None else last - timedelta(days=REVIEW_DAYS + (0 if after_not_yet else REWORK_DAYS))


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which this day is over there: the first one of the next day, whatever the clocks do that night."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def last_day(ends_at: datetime, zone: str) -> date:
    """The day that ends at this instant there."""
    return (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def attempt(application: str | None, result: str = "") -> str:
    """The board's last column, from the state of the application that counts, and what came of it while it is open."""
    if application == "open":
        return result or "none"
    return application if application in ("submitted", "earned", "withdrawn", "denied") else "none"


# --- the next step ---

OPEN_FIRST = (
    State.NOT_YET,
    State.RETURNED_INCOMPLETE,
    State.ANSWERED,
    State.REVISING,
    State.DRAFTING,
    State.NOT_STARTED,
)


@dataclass(frozen=True)
class Step:
    """What to do now: `kind` is a state to work on, or start, submit, wait, done; `place` says on which."""

    kind: str
    place: int | None = None


def next_step(states: Sequence[State], application: str | None) -> Step:
    """One step for these requirements in their order: what came back, then what is begun, then what is not."""
    for state in OPEN_FIRST:
        if state in states:
            return Step(state, states.index(state))
    if all(state is State.MET for state in states):
        return Step("done")
    if State.SUBMITTED in states:
        return Step("wait")
    if State.ASKING in states:
        return Step(State.ASKING, states.index(State.ASKING))
    return Step("submit" if application == "open" else "start")
