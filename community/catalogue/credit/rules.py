"""The life of a credit rule, what must hold of one, and the days it asks for. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from community.catalogue.rules import is_web
from community.words import gettext as _

# The same bounds stand in data/credit-rules.schema.json and in the table.
MOST = {"place": 120, "gives": 500, "approval_how": 300, "proof": 300, "deadline": 200, "source": 500, "note": 500}
MOST_DAYS = {"approval_days": 366, "proof_days": 3660}
PLACE_KINDS = ("district", "state")
AUDIENCE = (
    "teacher", "early_career", "support_professional", "substitute", "counselor", "librarian", "specialist", "leader",
    "aspiring",
)  # fmt: skip


class State(StrEnum):
    DRAFT = "draft"  # members see nothing of it
    APPROVED = "approved"
    ENDED = "ended"


MOVES = {
    # move      from                              to
    "change":  ((State.DRAFT, State.APPROVED), State.DRAFT),  # a new text is read at its source anew
    "approve": ((State.DRAFT,),                State.APPROVED),
    "end":     ((State.DRAFT, State.APPROVED), State.ENDED),
}  # fmt: skip


def state(rule: Any) -> State:
    """Of anything with `approved_at` and `ended_at`."""
    at_work = State.APPROVED if rule.approved_at else State.DRAFT
    return State.ENDED if rule.ended_at else at_work


def can_move(rule: Any, move: str) -> bool:
    return state(rule) in MOVES[move][0]


def wrong_together(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong between the fields of one rule: {field: sentence}."""
    wrong = {}
    if values.get("approval_days") and values.get("approval_needed") is not True:
        wrong["approval_days"] = _("Days before Start belong to an approval that is needed.")
    return wrong


def wrong_reading(gives: str | None, source: str | None, checked_on: date, today: date) -> dict[str, str]:
    """Why a rule cannot be approved as read: {field: sentence}. What gives something names where it stands (R62)."""
    wrong = {}
    if gives and not source:
        wrong["source"] = _("Name the page or the paper's address where this stands.")
    elif source and not is_web(source):
        wrong["source"] = _("Give an address that begins with https:// or http://.")
    if checked_on > today + timedelta(days=1):  # somewhere it is tomorrow already
        wrong["checked_on"] = _("This day is still to come. Give the day on which it was read.")
    return wrong


def earliest_start(today: date, approval_days: int | None) -> date | None:
    """The first day for Start if approval is asked for today; None where the rule names no days."""
    return None if approval_days is None else today + timedelta(days=approval_days)
