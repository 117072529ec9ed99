"""Which results may be opened, for how long, and who reads one (R49, R64)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from community.submissions.opening import rules
from community.submissions.opening.rules import Ending
from community.submissions.rules import State

NOW = datetime(2027, 1, 12, 17, tzinfo=UTC)


@dataclass(frozen=True)
class Opened:
    until_at: datetime = NOW + timedelta(days=14)
    ended_at: datetime | None = None
    earner_sits: bool = True
    is_earned: bool = False


@dataclass(frozen=True)
class Chosen:
    sits: bool = True
    judges: bool = False


@pytest.mark.parametrize("state", State)
def test_r49_only_a_result_that_leaves_something_to_do_may_be_opened(state):
    assert rules.may_open(state, is_earned=False) == (state in ("not_yet", "returned_incomplete"))
    assert not rules.may_open(state, is_earned=True), "once the whole is earned"


@pytest.mark.parametrize("days, may", [(-1, False), (0, True), (14, True), (60, True), (61, False)])
def test_r64_until_a_day_within_sixty(days, may):
    today = date(2027, 1, 12)
    assert rules.may_open_until(today + timedelta(days=days), today) is may


@pytest.mark.parametrize(
    "change, why",
    [
        ({"ended_at": NOW}, Ending.EARNER),
        ({"until_at": NOW}, Ending.DATE),
        ({"earner_sits": False}, Ending.LEFT),
        ({"is_earned": True}, Ending.EARNED),
    ],
)
def test_r64_it_ends_by_each_of_these(change, why):
    opened = replace(Opened(), **change)
    assert rules.ending(Opened(), NOW) is None and rules.can_read(Opened(), Chosen(), NOW), "the premise"
    assert rules.ending(opened, NOW) is why and not rules.can_read(opened, Chosen(), NOW)


def test_r64_only_whom_she_chose_and_who_sits_there_still():
    assert not rules.can_read(Opened(), None, NOW)
    assert not rules.can_read(Opened(), Chosen(sits=False), NOW)


def test_r50_never_who_judges_an_attempt_of_hers():
    assert not rules.can_read(Opened(), Chosen(judges=True), NOW)
