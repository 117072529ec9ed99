"""What a cohort goes through, who leads it, who may join, and what its join code looks like. Pure."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from community import numbers

MOST_SEATS = 2000


class State(StrEnum):
    """Where a cohort is in its life."""

    DRAFT = "draft"
    OPEN = "open"
    RUNNING = "running"
    FINISHING = "finishing"
    CLOSED = "closed"


class Role(StrEnum):
    """What a seat is for."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"
    HELPER = "helper"


class WhoMayJoin(StrEnum):
    """Whom a cohort takes (R16)."""

    LOCAL = "local"  # members of its affiliate and of those below
    MEMBERS = "members"  # members anywhere
    EVERYONE = "everyone"


class Barrier(StrEnum):
    """What keeps somebody from joining now (R16)."""

    NOT_YET = "not_yet"
    OVER = "over"
    SIGN_UP_CLOSED = "sign_up_closed"
    LOCALS_ONLY = "locals_only"
    MEMBERS_ONLY = "members_only"


class Shows(StrEnum):
    """What a member lets colleagues see of her work's states."""

    ALL = "all"
    WORKING_DONE = "working_done"
    NOTHING = "nothing"


def audience(role: str) -> str:
    """As whom a seat hears what happens in the cohort; a helper is shown less than a peer."""
    return role if role in (Role.FACILITATOR, Role.HELPER) else "peer"


# --- who may do what; `place` is queries.Place: a person's seat or organizer's desk at this cohort ---


def leads(place: Any) -> bool:
    """A facilitator of the cohort, or an organizer of its affiliate or above."""
    return place.desk is not None or (place.seat is not None and place.seat.is_facilitator)


def sees_addresses(place: Any) -> bool:
    """The roster with addresses is the facilitator's and the organizer's; everybody else sees names."""
    return leads(place)


def may_remove(place: Any, member: Any) -> bool:
    """Who leads removes participants; only an organizer removes a facilitator; nobody removes herself (she leaves)."""
    others = place.seat is None or place.seat.id != member.seat_id
    return others and leads(place) and (place.desk is not None or member.role != Role.FACILITATOR)


def may_change_role(place: Any, member: Any) -> bool:
    """Who leads makes a member facilitator; back again only an organizer does, or each for herself."""
    own = place.seat is not None and place.seat.id == member.seat_id
    known = member.state == "active" and member.role in (Role.PARTICIPANT, Role.FACILITATOR)
    return known and leads(place) and (member.role == Role.PARTICIPANT or own or place.desk is not None)


# move: from, to, who
MOVES: dict[str, tuple[State, State, Callable[[Any], bool]]] = {
    "publish": (State.DRAFT, State.OPEN, leads),
    "begin": (State.OPEN, State.RUNNING, leads),
    "finish": (State.RUNNING, State.FINISHING, leads),
    "close": (State.FINISHING, State.CLOSED, leads),
}


def moves(place: Any) -> list[str]:
    """What this person may do with the cohort's life now: the page's buttons and the action's check."""
    return [move for move, (was, _to, who) in MOVES.items() if place.cohort.state == was and who(place)]


# --- joining ---


def takes_people(state: str) -> bool:
    """New people come while sign-up is open, and into a cohort that runs (R17)."""
    return state in (State.OPEN, State.RUNNING)


def barrier(cohort: Any, is_local: bool, is_member: bool) -> Barrier | None:
    """R16: what keeps somebody from joining this cohort, None if nothing does. reasons.barred() has the sentence.

    `is_local`: a member of the cohort's affiliate or of one below it, today; `is_member`: of any.
    """
    if cohort.state == State.DRAFT:
        return Barrier.NOT_YET
    if not takes_people(cohort.state):
        return Barrier.OVER
    if not cohort.sign_up_open:
        return Barrier.SIGN_UP_CLOSED
    if cohort.who_may_join == WhoMayJoin.LOCAL and not is_local:
        return Barrier.LOCALS_ONLY
    if cohort.who_may_join == WhoMayJoin.MEMBERS and not is_member:
        return Barrier.MEMBERS_ONLY
    return None


def is_full(taken: int, capacity: int) -> bool:
    """R14: at most `capacity` active participants; facilitators do not count."""
    return taken >= capacity


def can_go(role: str, state: str, facilitators: int) -> bool:
    """R13: the last facilitator does not leave silently; somebody else is asked first. A closed cohort needs none."""
    return role != Role.FACILITATOR or facilitators > 1 or state == State.CLOSED


# --- the join code ---


plain_code, spoken_code, code_hash = numbers.plain, numbers.spoken, numbers.hashed  # R12


def slug(name: str) -> str:
    """The name for addresses: plain letters, digits and hyphens, at most 100."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-") or "cohort"
