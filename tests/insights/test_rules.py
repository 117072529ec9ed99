"""What is counted aloud, and what the numbers of a cohort make: no database."""

from dataclasses import dataclass
from datetime import date

from community.insights import rules
from community.insights.health import rules as health
from community.insights.health.rules import Returns, Stage


@dataclass(frozen=True)
class Column:
    key: str
    label: str


COLUMNS = [Column("a", "Artifact 1"), Column("b", "Reflection")]


def test_r65_a_group_under_five_is_not_counted():
    assert [rules.is_told(people) for people in (0, 4, 5)] == [False, False, True]
    assert [rules.told(people) for people in (0, 1, 4, 5, 40)] == [0, None, None, 5, 40]
    assert rules.share(2, 4) is None and rules.share(3, 5) == 60


def test_r65_a_desk_above_sees_no_numbers_of_fewer_than_five():
    assert health.may_count(leads_from_a_seat=True, people=2)
    assert not health.may_count(leads_from_a_seat=False, people=4)
    assert health.may_count(leads_from_a_seat=False, people=5)


def test_r65_why_attempts_come_back_is_told_from_ten_results_of_five_people_on():
    told = [Returns(results, people).is_told for results, people in ((10, 5), (9, 5), (10, 4), (30, 12))]
    assert told == [True, False, False, True]


def test_how_far_counts_everybody_once_for_each_requirement():
    states = {("a", "drafting"): 2, ("a", "not_yet"): 1, ("a", "met"): 1, ("b", "answered"): 1}
    rows = health.how_far(COLUMNS, states, 6)
    first, second = (dict(zip(Stage, row.counts, strict=True)) for row in rows)
    assert first == {"not_started": 2, "working": 3, "talked_over": 0, "ready": 0, "handed_in": 1}
    assert second == {"not_started": 5, "working": 0, "talked_over": 1, "ready": 0, "handed_in": 0}


def test_weeks_begin_with_the_first_day_and_go_on_behind_the_plan():
    first, last = date(2026, 9, 7), date(2026, 11, 8)
    assert health.weeks(first, last, date(2026, 9, 6)) == (0, 9)
    assert health.weeks(first, last, first) == (1, 9)
    assert health.weeks(first, last, date(2026, 9, 14)) == (2, 9)
    assert health.weeks(first, last, date(2026, 11, 16)) == (11, 11)


MOVES = [(1, "a", "not_started", "drafting", 3), (2, "a", "drafting", "ready", 2), (3, "a", "ready", "drafting", 1)]


def test_a_step_forward_is_a_move_to_a_later_state():
    rows = health.steps(COLUMNS, MOVES, 3)
    assert [row.counts for row in rows] == [(3, 2, 0), (0, 0, 0)]


def test_what_was_ready_each_week_ends_with_what_is_ready_now():
    assert health.ready(1, MOVES, 3) == [0, 2, 1]
    assert health.ready(3, MOVES, 4) == [2, 4, 3, 3], "two were ready before the cohort heard of them"
    assert health.ready(0, [], 0) == []


def test_the_plan_grows_with_the_days_that_are_expected():
    days = {"a": date(2026, 9, 13), "b": date(2026, 9, 20)}
    assert health.plan(days, date(2026, 9, 7), 3, 10) == [10, 20, 20]
    assert health.plan({}, date(2026, 9, 7), 3, 10) == []


def test_a_line_runs_from_the_lower_left_to_the_upper_right():
    assert rules.line([0, 5, 10], 10) == "M0.0 420.0 L550.0 210.0 L1100.0 0.0"
    assert rules.line([0, 5], 10, places=3) == "M0.0 420.0 L550.0 210.0"
    assert rules.line([], 10) == ""


def test_a_field_is_shaded_by_its_number_and_only_zero_is_bare():
    assert [rules.shade(count, 8) for count in (0, 1, 2, 3, 8)] == [0, 1, 1, 2, 4]
