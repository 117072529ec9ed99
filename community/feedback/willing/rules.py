"""Who is offered whose drafts: "not now", pairs kept apart, and whose turn it is among the others (R42). Pure."""

from collections.abc import Collection
from typing import Any

from community.cohorts.rules import Role
from community.feedback.requests.rules import READERS, may_know


def may_meet(reader_id: int, author_id: int, apart: Collection[int]) -> bool:
    """R42: whether this reader may read this author: never themself, never one of `apart`, persons kept from them.

    Asked at each door of a draft. It holds for both, whoever of the two, or of the facilitators, set the pair.
    """
    return reader_id != author_id and author_id not in apart


def may_say(seat: Any) -> bool:
    """Who takes requests says whether they are willing now."""
    return seat.role in READERS


def may_keep_apart(seat: Any, one: Any, other: Any) -> bool:
    """Either of the two may set a pair for themself, a facilitator any; nobody sets it for who only looks on."""
    own = seat.id in (one.seat_id, other.seat_id) or seat.role == Role.FACILITATOR
    return may_know(seat) and own and one.seat_id != other.seat_id and may_know(one) and may_know(other)
