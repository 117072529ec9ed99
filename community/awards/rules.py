"""An award: what was achieved, its life, and for which public reasons it is revoked. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from community.catalogue import rules as catalogue
from community.pages import _

LIST_SIZE = 131_072  # places of one status list: so many that a place tells nothing (STANDARDS.md 1.5)
LIST_FULL = LIST_SIZE // 2  # then a new one is begun: a free place is drawn quickly


class State(StrEnum):
    """The life of an award (R61)."""

    IN_FORCE = "in_force"
    UNDER_REVIEW = "under_review"
    REVOKED = "revoked"


# move      from                                     to
MOVES = {
    "revoke": ({State.IN_FORCE, State.UNDER_REVIEW}, State.REVOKED),
    "hold": ({State.IN_FORCE, State.REVOKED}, State.UNDER_REVIEW),
    "restore": ({State.UNDER_REVIEW}, State.IN_FORCE),
}


class Reason(StrEnum):
    """Why an award is revoked: all that is ever said in public (R61)."""

    NOT_OWN = "not_own"
    IN_ERROR = "in_error"
    REPLACED = "replaced"
    GIVEN_BACK = "given_back"
    PART = "part"  # of a stack's badge only

    @property
    def words(self) -> str:
        return {
            Reason.NOT_OWN: _("the evidence was not the holder’s own"),
            Reason.IN_ERROR: _("it was issued in error"),
            Reason.REPLACED: _("it was replaced by a newer one"),
            Reason.GIVEN_BACK: _("its holder gave it back"),
            Reason.PART: _("a badge that it is made of was revoked"),
        }[self]


@dataclass(frozen=True)
class Achieved:
    """The level of one criterion: its key, or its name, as the definition has it."""

    requirement_key: str
    criterion_key: str
    level: str


@dataclass(frozen=True)
class Result:
    """What review found in a submission that earns the award."""

    submission_number: str
    definition_version_id: int
    levels: tuple[Achieved, ...]


def in_rubric_order(content: dict[str, Any], levels: Collection[Achieved]) -> list[Achieved]:
    """The levels by key, in the order of the rubric. ValueError for what the definition does not have."""
    keys = {name: one.key for one in catalogue.levels(content) for name in (one.name, one.key)}
    places = {(one.requirement_key, one.key): place for place, one in enumerate(catalogue.criteria(content))}
    for one in levels:
        if one.level not in keys or (one.requirement_key, one.criterion_key) not in places:
            raise ValueError(f"this definition has no {one}")
    known = [Achieved(one.requirement_key, one.criterion_key, keys[one.level]) for one in levels]
    return sorted(known, key=lambda one: places[one.requirement_key, one.criterion_key])


def of_its_parts(states: Sequence[State]) -> State:
    """How a stack's badge stands, by the awards for what it is made of: as the worst of them (R59)."""
    for worst in (State.REVOKED, State.UNDER_REVIEW):
        if worst in states:
            return worst
    return State.IN_FORCE
