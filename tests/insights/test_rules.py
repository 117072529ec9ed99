"""What is counted aloud, and what the numbers of a cohort make: no database."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from community.insights import rules
from community.insights.desk import rules as desk
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


def months(*counts: int, begins: date = date(2026, 7, 1)) -> dict[date, int]:
    """Month after month from this one on."""
    found = {}
    for count in counts:
        found[begins], begins = count, rules.next_month(begins)
    return found


def each_told(counts) -> list[int | None]:
    return [rules.told_between(counts, month, rules.next_month(month)) for month in counts]


def test_r65_a_month_is_told_only_if_no_sum_less_the_others_tells_of_fewer_than_five():
    assert each_told(months(6, 0, 7)) == [6, 0, 7]
    assert each_told(months(6, 2, 7, 9)) == [6, None, None, 9], "else the sum of all less the others would be two"
    assert each_told(months(6, 7, 2)) == [6, None, None], "what is left goes with the piece before it"
    assert each_told(months(0, 3, 0)) == [None, None, None], "one piece, and its three are nobody's to tell"


def test_r65_a_time_is_told_where_it_cuts_no_piece_and_a_school_year_always_if_it_holds_five():
    counts = months(6, 2, 7, 9)
    july, september, october, november = (date(2026, month, 1) for month in (7, 9, 10, 11))
    assert rules.told_between(counts, july, october) == 15
    assert rules.told_between(counts, july, september) is None, "the six of July are told, too"
    assert rules.told_between(counts, september, november) is None
    assert rules.told_between(counts, july, date(2027, 7, 1)) == 24
    two_years = months(*[1] * 11, 4, 1, 2, begins=july)
    assert rules.told_between(two_years, july, date(2027, 7, 1)) == 15
    assert rules.told_between(two_years, date(2027, 7, 1), date(2028, 7, 1)) is None, "three of this year so far"
    assert rules.told_between(two_years, july, date(2028, 7, 1)) is None, "which less the year before are three"
    assert rules.told_between({}, july, october) == 0


SOME_MONTHS = st.builds(
    lambda counts, month: months(*counts, begins=date(2024, month, 1)),
    st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=1, max_size=30),
    st.integers(1, 12),
)


@given(SOME_MONTHS)
@settings(deadline=None)
def test_r65_whatever_is_told_of_months_times_and_all_yields_no_number_of_fewer_than_five(counts):
    """Times that are told and meet can be taken from one another: what lies between any two of their ends is known."""
    first, last = min(counts), max(counts)
    cuts = [date(first.year - 1, 7, 1)]
    while cuts[-1] <= date(last.year + 1, 7, 1):
        cuts.append(rules.next_month(cuts[-1]))
    known = {cut: {cut} for cut in cuts}
    for place, begins in enumerate(cuts):
        for ends in cuts[place + 1 :]:
            told = rules.told_between(counts, begins, ends)
            if told is not None:
                assert told == between(counts, begins, ends)
                joined = known[begins] | known[ends]
                for cut in joined:
                    known[cut] = joined
    for together in known.values():
        for begins in together:
            found = {between(counts, begins, ends) for ends in together if begins < ends}
            assert not found & {1, 2, 3, 4}, begins
    whole = sum(piece.count for piece in rules.pieces(counts) if piece.is_told)
    small = [piece for piece in rules.pieces(counts) if not piece.is_told]
    assert whole == sum(counts.values()) - sum(piece.count for piece in small)
    assert all((piece.begins.month, piece.ends.month) == (7, 7) for piece in small), "whole school years"


def between(counts, begins: date, ends: date) -> int:
    return sum(count for month, count in counts.items() if begins <= month < ends)


def a_month(month: date, supported: bool, people: int, awards: int = 0) -> desk.Month:
    return desk.Month(month, supported, people, people, people, awards, awards)


def test_r65_the_sum_of_all_leaves_out_a_school_year_of_fewer_than_five():
    lately = [a_month(date(2026, 5, 1), True, 8), a_month(date(2026, 7, 1), True, 3)]
    assert desk.counter(lately, True).people == 8, "else it less the year before would be three"
    assert desk.counter([*lately, a_month(date(2026, 9, 1), True, 4)], True).people == 15
    assert desk.counter(lately, False) == desk.Counter()


def test_r65_the_badges_of_a_time_are_told_only_beside_the_months_of_each_kind():
    july, october = date(2026, 7, 1), date(2026, 10, 1)
    both = [a_month(july, True, 9, 9), a_month(july, False, 2, 2), a_month(date(2026, 9, 1), False, 5, 5)]
    assert not desk.awards_told(both, july, date(2026, 8, 1)), "eleven, less the nine that had a cohort, are two"
    assert desk.awards_told(both, july, october)
    few = [a_month(july, True, 4, 4), a_month(july, False, 1, 1)]
    assert desk.awards_told(few, july, october), "five, and of neither kind is told how many"
    assert not desk.awards_told(few[:1], july, october)
    assert not desk.awards_told([*few, a_month(october, True, 5, 5)], july, october), "less the five"
    assert desk.by_month(both, [july], "awards", True) == (9,)
    assert desk.by_month(both, [july], "awards", False) == (None,)


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
