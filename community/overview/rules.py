"""Who needs their facilitator, and why: from what the log and the board say, in the order of pressing. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from community.evidence.rules import State
from community.feedback.requests.rules import WAITS, Asks

QUIET = timedelta(days=14)  # without a step, or without a beginning
NEAR = timedelta(days=14)  # before the latest safe submit date
ENDS_SOON = timedelta(days=30)  # before the end of the window (R25 has its warnings 60, 30, 14 and 3 days before)
BUSY_DAYS, BUSY_WITHIN = 3, timedelta(days=28)  # on so many days she wrote, in the four weeks up to her last step
MOST_NUDGES, NUDGES_APART = 3, timedelta(hours=48)  # as R48 has it for reminders
TOMORROW, NEXT_WEEK, FARTHEST = 1, 7, 60  # days that something may be put off
LONG_DONE = frozenset({State.READY, State.SUBMITTED, State.MET})
FELL_SHORT = frozenset({State.NOT_YET, State.RETURNED_INCOMPLETE})


class Need(StrEnum):
    """Why somebody needs me; the most pressing first."""

    CAME_BACK = "came_back"
    EXPIRING = "expiring"
    SAFE_DAY_NEAR = "safe_day_near"
    UNREAD = "unread"
    STOPPED = "stopped"
    NOT_BEGUN = "not_begun"


TALKED_OVER = frozenset({Need.CAME_BACK, Need.EXPIRING, Need.SAFE_DAY_NEAR, Need.STOPPED})


@dataclass(frozen=True)
class Standing:
    """What is known of one member without reading a word of hers (R64).

    `last_step` is when she last saved or moved anything, `busy_days` on how many days she wrote in the four weeks up to
    it, `asked_at` since when a request of hers (`request_id`) has had no reader and whom it `asks`, `nudges` when one
    wrote from here.
    """

    row: Any  # board.Row
    joined_at: datetime
    last_step: datetime | None = None
    busy_days: int = 0
    asked_at: datetime | None = None
    request_id: int | None = None
    asks: str = ""
    nudges: tuple[datetime, ...] = ()

    @property
    def seat_id(self) -> int:
        return self.row.seat_id

    @property
    def states(self) -> list[State]:
        return [piece.state for piece in self.row.pieces]

    @property
    def came_back(self) -> Any | None:
        """The piece that fell short last."""
        short = [piece for piece in self.row.pieces if piece.state in FELL_SHORT]
        return max(short, key=lambda piece: piece.changed_at, default=None)

    @property
    def is_done(self) -> bool:
        """Nothing of it is hers to do now: it is with the reviewers, or earned."""
        return self.row.application in ("submitted", "earned") and not FELL_SHORT.intersection(self.states)

    @property
    def is_ready(self) -> bool:
        """Every part is ready, or further."""
        return len(self.row.pieces) == len(self.row.columns) and LONG_DONE.issuperset(self.states)

    @property
    def begun(self) -> list[Any]:
        """The pieces she has begun, in the order of the columns."""
        order = [column.key for column in self.row.columns]
        begun = [piece for piece in self.row.pieces if piece.state is not State.NOT_STARTED and piece.key in order]
        return sorted(begun, key=lambda piece: order.index(piece.key))

    @property
    def working_on(self) -> Any | None:
        """The piece she changed last, if she has begun any."""
        begun = [piece for piece in self.row.pieces if piece.state is not State.NOT_STARTED and piece.changed_at]
        return max(begun, key=lambda piece: piece.changed_at, default=None)

    def nudged_since_step(self) -> list[datetime]:
        """When she was written to since she last did something."""
        return [at for at in self.nudges if self.last_step is None or at > self.last_step]


@dataclass(frozen=True)
class Why:
    """One need of one member. `days` since when, or until when the date is near."""

    standing: Standing
    need: Need
    days: int = 0

    @property
    def seat_id(self) -> int:
        return self.standing.seat_id


def whys(standing: Standing, begins_on: datetime, now: datetime, today: date) -> list[Why]:
    """Why this member needs somebody now, the most pressing first; empty for who is on her way or done.

    `begins_on` is the cohort's first instant: before it nobody is late. A date is near 14 days ahead, and once over.
    """
    row, found = standing.row, []
    if FELL_SHORT.intersection(standing.states):
        since = min(piece.changed_at for piece in row.pieces if piece.state in FELL_SHORT)
        found.append(Why(standing, Need.CAME_BACK, (now - since).days))
    if row.last_day and row.is_open and row.last_day - today <= ENDS_SOON:
        found.append(Why(standing, Need.EXPIRING, (row.last_day - today).days))
    if row.safe_day and row.is_open and row.safe_day - today <= NEAR:
        found.append(Why(standing, Need.SAFE_DAY_NEAR, (row.safe_day - today).days))
    if standing.asked_at and now - standing.asked_at >= WAITS:
        found.append(Why(standing, Need.UNREAD, (now - standing.asked_at).days))
    if not standing.is_done and not standing.is_ready:
        found += _silence(standing, begins_on, now)
    return found


def _silence(standing: Standing, begins_on: datetime, now: datetime) -> list[Why]:
    if standing.last_step is None:
        waited = now - max(standing.joined_at, begins_on)
        return [Why(standing, Need.NOT_BEGUN, waited.days)] if waited >= QUIET else []
    silent = now - standing.last_step
    was_busy = standing.busy_days >= BUSY_DAYS
    return [Why(standing, Need.STOPPED, silent.days)] if was_busy and silent >= QUIET else []


def changes_at(standings: Iterable[Standing], begins_on: datetime, now: datetime, midnight: datetime) -> datetime:
    """When the page says something else though nobody has done anything: a time is up, or the day, at `midnight`."""
    moments = [midnight]
    for one in standings:
        moments.append((one.last_step or max(one.joined_at, begins_on)) + QUIET)
        moments += [at + WAITS for at in (one.asked_at,) if at]
        moments += [at + NUDGES_APART for at in one.nudges[-1:]]
    return min(moment for moment in moments if moment > now)


def most_pressing(found: Iterable[Why], put_off: Collection[tuple[int, str]]) -> list[Why]:
    """One line for each member, her most pressing need that is not put off; the most pressing and longest first."""
    order = list(Need)
    firsts: dict[int, Why] = {}
    for why in sorted(found, key=lambda why: order.index(why.need)):
        if (why.seat_id, why.need) not in put_off:
            firsts.setdefault(why.seat_id, why)
    return sorted(firsts.values(), key=lambda why: (order.index(why.need), -abs(why.days), why.standing.row.name))


def nudges_left(standing: Standing) -> int:
    """How often she may still be written to from here before she does something."""
    return max(MOST_NUDGES - len(standing.nudged_since_step()), 0)


def next_nudge_at(standing: Standing, now: datetime) -> datetime | None:
    """From when on she may be written to again; None: now. Asked only while nudges are left."""
    last = max(standing.nudges, default=None)
    return last + NUDGES_APART if last and now - last < NUDGES_APART else None


def may_put_off(until: date, today: date) -> bool:
    """Until a day that comes, in two months at the latest: nothing is put off for ever."""
    return TOMORROW <= (until - today).days <= FARTHEST


def may_find_reader(why: Why) -> bool:
    """R44: for a request to the whole cohort; what asks by name its author alone opens to others."""
    return why.need is Need.UNREAD and why.standing.asks == Asks.COHORT


def may_offer_talk(why: Why) -> bool:
    """Where a letter says less than a quarter of an hour together."""
    return why.need in TALKED_OVER


def to_show(standings: Sequence[Standing]) -> list[tuple[Standing, Any]]:
    """Who has something to show, and what: her newest piece that is ready, asked about or answered; newest first."""
    shows = (State.READY, State.ASKING, State.ANSWERED)
    having = []
    for one in standings:
        pieces = [piece for piece in one.row.pieces if piece.state in shows]
        if pieces and not one.is_done:
            having.append((one, max(pieces, key=lambda piece: piece.changed_at)))
    return sorted(having, key=lambda pair: pair[1].changed_at, reverse=True)
