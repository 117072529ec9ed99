"""What a vote decides, when steps end, what a plan needs. No database."""

from datetime import UTC, datetime

import pytest

from community.cases import rules
from community.cases.rules import PLANS, Kind, Plan, State

AT = datetime(2026, 11, 27, 5, tzinfo=UTC)  # in Los Angeles it is the evening of the 26th


def test_r61_more_than_half_of_those_entitled_uphold_and_a_tie_does_not():
    four = [1, 2, 3, 4]
    assert rules.is_upheld(four, {1: True, 2: True, 3: True, 4: False}, 3)
    assert not rules.is_upheld(four, {1: True, 2: True, 3: False, 4: False}, 3), "a tie"
    assert not rules.is_upheld(four, {1: True, 2: True, 3: False}, 3), "of those entitled, not of those who voted"
    assert rules.is_upheld(four, {1: True, 2: True, 3: True}, 3)


def test_r61_too_few_votes_uphold_nothing_and_others_votes_do_not_count():
    assert not rules.is_upheld([1, 2, 3], {1: True, 2: True}, 3)
    assert rules.is_upheld([1, 2, 3], {1: True, 2: True}, 2)
    assert not rules.is_upheld([1, 2, 3], {1: True, 8: True, 9: True}, 2)
    assert not rules.has_quorum([1, 2, 3], {1: True, 8: True, 9: True}, 2)


def test_it_is_complete_when_the_last_one_entitled_has_voted_and_they_are_enough():
    assert rules.is_complete([1, 2, 3], {1: True, 2: False, 3: False}, 3)
    assert not rules.is_complete([1, 2, 3], {1: True, 2: False}, 2), "the last vote is missing"
    assert not rules.is_complete([1, 2], {1: True, 2: True}, 3), "others may be named still"
    assert not rules.is_complete([], {}, 2)


def test_the_steps_follow_each_other_by_whole_days_where_she_lives():
    found = rules.dates(Plan(14, 7, 10, 30, 3), AT, "America/Los_Angeles")
    assert found.answer_by == datetime(2026, 12, 11, 8, tzinfo=UTC), "the end of 10 December there"
    assert found.second_by == datetime(2026, 12, 18, 8, tzinfo=UTC)
    assert found.vote_by == datetime(2026, 12, 28, 8, tzinfo=UTC)
    without = rules.dates(PLANS[Kind.RESULT], AT, "UTC")
    assert (without.answer_by, without.second_by) == (None, None)
    assert without.vote_by == datetime(2026, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", Kind)
def test_the_plan_of_the_house_lacks_nothing(kind):
    assert rules.lacks(kind, PLANS[kind]) == {}
    assert rules.first_state(PLANS[kind]) is (State.VOTING if kind.is_appeal else State.ANSWERING)


def test_r61_nobody_is_accused_without_a_chance_to_answer():
    assert set(rules.lacks(Kind.AWARD, Plan(0, 0, 14, 30, 3))) == {"answer_days"}
    assert rules.lacks(Kind.RESULT, Plan(0, 0, 14, 30, 3)) == {}
    assert set(rules.lacks(Kind.RESULT, Plan(0, 5, 14, 30, 3))) == {"second_days"}


def test_a_late_answer_counts_for_the_last_step_there_was_and_none_after_the_decision():
    once, twice = Plan(14, 0, 14, 30, 3), Plan(14, 7, 14, 30, 3)
    assert [rules.answers_step(state, once) for state in State] == [1, 2, 1, None, None]
    assert [rules.answers_step(state, twice) for state in State] == [1, 2, 2, None, None]
    assert rules.after_answers(State.ANSWERING, once) is State.VOTING
    assert rules.after_answers(State.ANSWERING, twice) is State.ANSWERING_AGAIN
    assert rules.after_answers(State.ANSWERING_AGAIN, twice) is State.VOTING


def test_every_state_leads_on_until_it_is_closed():
    assert set(rules.NEXT) == set(State) - {State.CLOSED}
    assert {became for found in rules.NEXT.values() for became in found} == set(State) - {State.ANSWERING}
