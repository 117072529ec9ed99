"""Who may ask, who may read until when, and when a request has ended (R40, R42, R64). Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from community.cohorts.rules import Role
from community.cohorts.rules import State as CohortState
from community.evidence import rules as evidence
from community.evidence.rules import State

MOST_WANTED = 5
USUAL_DAYS, MOST_DAYS = 7, 60
WORDS_A_MINUTE = 200
WAITS = timedelta(hours=48)  # without a reader: then it stands first, may be widened, and a facilitator may ask (R44)
SERVED_WITH_ONE = timedelta(days=7)
OPENING_LASTS = timedelta(minutes=30)  # looked at again within this, it is the same opening (R49)
ANY_TIME = timedelta(days=MOST_DAYS + 1)  # longer than a request can be open


class Asks(StrEnum):
    """Whom the author asks."""

    COHORT = "cohort"
    NAMED = "named"
    TURN = "turn"  # willing ones, whose turn it is


@dataclass(frozen=True)
class Opened:
    """Detail of `request.opened`: which cell of the board asks."""

    seat_id: int
    requirement_key: str


class Ending(StrEnum):
    """Why a request has ended."""

    AUTHOR = "author"
    DATE = "date"
    LEFT = "left"  # its author has left the cohort
    WORK = "work"  # it was met, or its window has ended
    PAIR = "pair"  # it was open to a pair of a meeting, which is no more


SHARED = frozenset(State) - {State.NOT_STARTED, State.MET}  # R49: nothing that was met is ever shown to a candidate
READERS = frozenset({Role.PARTICIPANT, Role.HELPER})  # whom a request to the whole cohort is for


def can_ask(state: State) -> bool:
    """Its author may ask for a draft that is begun and not with the reviewers, nor met (R49)."""
    return evidence.can_move(state, "ask") or evidence.can_move(state, "ask_again")


def ended(request: Any, at: datetime) -> Ending | None:
    """R40: why a request is over: ended by its author, its date has passed, its author has left, the work moved on."""
    if request.ending:
        found: Ending | None = Ending(request.ending)
    elif at >= request.until_at:
        found = Ending.DATE
    elif not request.author_sits or request.cohort_state == CohortState.CLOSED:
        found = Ending.LEFT
    else:
        found = None if request.work_state in SHARED else Ending.WORK
    return found


def may_know(seat: Any) -> bool:
    """Colleagues may know that somebody asks, and what; who only looks on sees counts."""
    return seat.role != Role.OBSERVER


def is_asked(request: Any, seat: Any, given: Any) -> bool:
    """Whom a request is for: those it names; to the whole cohort its participants and helpers, never its author (R42).

    A facilitator reads a draft only when asked by name (R64), an observer never.
    """
    by_name = given is not None and given.asked_at is not None
    everyone = request.asks == Asks.COHORT and seat.role in READERS
    mine = seat.person_id == request.person_id
    return seat.cohort_id == request.cohort_id and may_know(seat) and not mine and (by_name or everyone)


def shows(request: Any, seat: Any, given: Any, at: datetime) -> bool:
    """Whether a colleague may see what is asked, without the draft: to the whole cohort, or to themself by name."""
    mine = seat.person_id == request.person_id
    asked = request.asks == Asks.COHORT or is_asked(request, seat, given)
    return mine or (may_know(seat) and asked and ended(request, at) is None)


def can_read(request: Any, seat: Any, given: Any, at: datetime) -> bool:
    """R40: who was asked and has taken it reads the draft, while both sit in the cohort, until the request ends."""
    taken = given is not None and given.state in ("reading", "sent")
    return taken and is_asked(request, seat, given) and ended(request, at) is None


def can_take(request: Any, seat: Any, given: Any, at: datetime) -> bool:
    """Who is asked may take it while readers are wanted; who was asked by name here always may."""
    taken = given is not None and given.state in ("reading", "sent")
    by_name = given is not None and given.asked_at is not None
    wanted = (by_name and not given.as_holder) or (request.taken < request.wanted and not is_served(request, at))
    return not taken and wanted and is_asked(request, seat, given) and ended(request, at) is None


def waits_long(request: Any, at: datetime) -> bool:
    """R44: 48 hours without a reader."""
    return request.taken == 0 and ended(request, at) is None and at - request.opened_at >= WAITS


def is_served(request: Any, at: datetime) -> bool:
    """R44: it has what it wanted; after seven days one answer is enough, none never is."""
    return request.answered >= request.wanted or (
        request.answered > 0 and at - request.opened_at >= SERVED_WITH_ONE
    )


def can_widen(request: Any, at: datetime) -> bool:
    """R44: who asked a few, by name or by turn, and waited, asks the whole cohort at one press."""
    return request.asks in (Asks.NAMED, Asks.TURN) and waits_long(request, at)


def can_find_reader(request: Any, seat: Any, at: datetime) -> bool:
    """R44: for a request to the whole cohort that waits long a facilitator may ask somebody by name."""
    return seat.is_facilitator and request.asks == Asks.COHORT and waits_long(request, at)


def is_turn(mine: float, others: Iterable[float]) -> bool:
    """R42: whoever has read least comes next, so that the numbers given differ by at most one among the willing.

    `others` are those of colleagues who could take something now; a request can still be chosen by hand.
    """
    return mine <= min(others, default=mine)


def next_for(requests: Iterable[Any], at: datetime) -> Any:
    """The one that needs a reader most: asked by name, what waits long (R44), fewest readers, longest wait."""
    return min(requests, key=lambda one: (not one.by_name, *_need(one.request, at)), default=None)


def by_need(requests: Iterable[Any], at: datetime) -> list[Any]:
    """R44: what has waited 48 hours stands first for everyone; the others as they came."""
    return sorted(requests, key=lambda one: (not waits_long(one.request, at), one.request.opened_at))


def _need(request: Any, at: datetime) -> tuple[bool, float, datetime]:
    return not waits_long(request, at), request.taken, request.opened_at


def latest(today: date) -> date:
    """The last day that an author may choose."""
    return today + timedelta(days=MOST_DAYS)


def minutes(words: int, protocol: Any) -> int:
    """About how long reading so many words and answering takes; a protocol's own minutes hold a draft of 600 words."""
    return max(protocol.minutes, protocol.minutes - 3 + math.ceil(words / WORDS_A_MINUTE))
