"""What each reader of the board is shown of a member's states (product.md, "The board's states"; R64)."""

from collections.abc import Collection
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from community.cohorts.rules import Role, Shows
from community.evidence.rules import State

MOST_ROWS = 60  # above this the board shows a page of names
PAGE = 50


class Audience(StrEnum):
    """Who looks: the member herself, a facilitator, a peer, a helper who has earned it."""

    SELF = "self"
    FACILITATOR = "facilitator"
    PEER = "peer"
    HELPER = "helper"


WITHHELD = "withheld"
# Results are not among what peers see: a state that only a result can have made looks like the one before it.
AS_PEERS_SEE = {
    State.RETURNED_INCOMPLETE: State.SUBMITTED,
    State.NOT_YET: State.SUBMITTED,
    State.REVISING: State.DRAFTING,
}
DONE = frozenset({State.READY, State.SUBMITTED, State.MET})
ASKS = frozenset({State.ASKING, State.ANSWERED})
BRIEFLY: dict[str, str] = {State.DRAFTING: "working", State.MET: "done"}
SEE_ALL = (Audience.SELF, Audience.FACILITATOR)


def shown(state: State, audience: str, shows: str, earned: bool = False) -> str:
    """The state this audience is shown: one of State, or "withheld", or for "working / done" drafting and met.

    A requirement that is met beside one that is not would tell of the result, so peers see it once all is `earned`.
    A helper sees what its author asks about.
    """
    if audience in SEE_ALL:
        return state
    seen: State = AS_PEERS_SEE.get(state, state)
    if seen is State.MET and not earned:
        seen = State.SUBMITTED
    if shows == Shows.NOTHING or (audience != Audience.PEER and (seen not in ASKS or shows != Shows.ALL)):
        return WITHHELD
    if shows == Shows.WORKING_DONE and seen is not State.NOT_STARTED:
        seen = State.MET if seen in DONE else State.DRAFTING
    return seen


def shown_attempt(state: str, audience: str, shows: str) -> str:
    """The attempt column: peers never see a result but `earned`, nor that something was withdrawn; helpers nothing."""
    if audience in SEE_ALL:
        return state
    if audience != Audience.PEER or shows == Shows.NOTHING:
        return WITHHELD
    if state == "earned":
        return state
    with_reviewers = state in ("submitted", "returned_incomplete", "not_yet")
    return "submitted" if with_reviewers and shows == Shows.ALL else "none"


def shows_when(shown_state: str, audience: str, shows: str) -> bool:
    """Whether the time of the last change goes with this cell.

    To peers never with what may stand for a result, whose date would tell, and not beside "working / done".
    """
    if shown_state in (State.NOT_STARTED, WITHHELD):
        return False
    return audience in SEE_ALL or (shows == Shows.ALL and shown_state not in (State.SUBMITTED, State.MET))


class Look(NamedTuple):
    """A cell as one audience is shown it: the state, the word that stands for it, whether its time goes with it."""

    state: str
    word: str  # the state, or "working" and "done" where only these two are shared
    tells_when: bool


@cache  # there are few, and a board asks for hundreds
def look(state: str, audience: str, shows: str, earned: bool) -> Look:
    """How the work of a requirement looks to this audience."""
    seen = shown(State(state), audience, shows, earned)
    return Look(seen, _word(seen, audience, shows), shows_when(seen, audience, shows))


@cache
def look_of_attempt(state: str, audience: str, shows: str) -> Look:
    """How the attempt looks to this audience; its time is never told."""
    seen = shown_attempt(state, audience, shows)
    return Look(seen, _word(seen, audience, shows), tells_when=False)


def _word(seen: str, audience: str, shows: str) -> str:
    is_brief = audience == Audience.PEER and shows == Shows.WORKING_DONE
    return BRIEFLY.get(seen, seen) if is_brief else seen


def sees_clocks(audience: str) -> bool:
    """R25: the latest safe submit dates of others are the facilitator's to see; one's own stands above the board."""
    return audience == Audience.FACILITATOR


def sees_members(seat: Any) -> bool:
    """An observer sees counts, never who stands where."""
    return seat.role != Role.OBSERVER


# --- filters, their state in the address: ?show=… ---


class Show(StrEnum):
    """Which rows are looked at."""

    FIRST = "first"  # on a phone: my row and who needs a reader; on a wide screen everyone
    EVERYONE = "everyone"
    ASKING = "asking"
    HERE = "here"
    SUBMITTED = "submitted"


def is_among(show: str, states: Collection[str], attempt: str) -> bool:
    """Whether a row with these shown states belongs to the filter; who is here is not told by states."""
    if show == Show.ASKING:
        return State.ASKING in states
    return show != Show.SUBMITTED or attempt in ("submitted", "earned")
