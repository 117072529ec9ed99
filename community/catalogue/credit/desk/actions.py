"""A credit rule is written, changed, approved with its source and the day it was read, and ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from community import clock, db, events, numbers
from community.affiliates.queries import Desk
from community.catalogue.credit import rules
from community.catalogue.credit.desk import queries
from community.catalogue.credit.desk.queries import Kept
from community.errors import Conflict
from community.pages import _


@dataclass(frozen=True)
class Written:
    """Detail of what happened to a rule: which number its text has."""

    version: int


async def add(desk: Desk, values: dict[str, Any]) -> int:
    """A draft; its id. `values` are the columns of `routes.Rule`."""
    async with db.transaction():
        rule_id = await queries.add(desk, f"rule_{numbers.draw().lower()}", values)
        _record("credit.added", desk, rule_id, 1)
    return rule_id


async def change(desk: Desk, rule: Kept, was: int, values: dict[str, Any]) -> None:
    """Another text, which waits for approval. Conflict when somebody else has changed it since, or it has ended."""
    async with db.transaction():
        _may(rule, "change")
        if not await queries.change(desk, rule.id, was, values):
            raise Conflict(_("Somebody else changed this rule a moment ago. Look at it again; what you typed is here."))
        _record("credit.changed", desk, rule.id, was + 1)


async def approve(desk: Desk, rule: Kept, was: int, source: str, checked_on: date) -> None:
    """From now on members read it. Conflict when its text is not the one that was looked at."""
    async with db.transaction():
        _may(rule, "approve")
        if not await queries.approve(desk, rule.id, was, source or None, checked_on, clock.now()):
            raise Conflict(_("Its text has changed since you looked at it. Read it again, then approve it."))
        _record("credit.approved", desk, rule.id, was)


async def end(desk: Desk, rule: Kept) -> None:
    """Nobody reads it from now on. Once more: nothing new."""
    async with db.transaction():
        if await queries.end(desk, rule.id, clock.now()):
            _record("credit.ended", desk, rule.id, rule.version)


def _may(rule: Kept, move: str) -> None:
    if not rules.can_move(rule, move):
        words = {
            "change": _("This rule has ended. Write a new one."),
            "approve": _("This rule is not waiting for approval any more."),
        }
        raise Conflict(words[move])


def _record(kind: str, desk: Desk, rule_id: int, version: int) -> None:
    events.record(kind, f"affiliate:{desk.affiliate_id}", about=rule_id, by=desk.person_id, detail=Written(version))
