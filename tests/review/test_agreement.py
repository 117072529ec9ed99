"""How far two readers agree: by hand, by published numbers, and for any readers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.review.calibrating.rules import agreed, agreement, is_enough, kappa

LEVELS = st.sampled_from(["meets", "developing", "not_yet"])
READERS = st.lists(st.tuples(LEVELS, LEVELS), min_size=1, max_size=40)


def pairs(**counts: int) -> tuple[list[str], list[str]]:
    """pairs(yes_no=10): ten times the one says yes and the other no."""
    said = [name.split("_") for name, count in counts.items() for _ in range(count)]
    return [one for one, _ in said], [other for _, other in said]


def test_kappa_of_two_readers_of_fifty_grant_proposals():
    """The example that stands in most textbooks: 20 and 15 agreed of 50, agreement 0.7, by chance 0.5, kappa 0.4."""
    one, other = pairs(yes_yes=20, yes_no=5, no_yes=10, no_no=15)
    assert agreement(one, other) == 0.7
    assert kappa(one, other) == pytest.approx(0.4)


def test_the_same_agreement_is_worth_more_where_chance_gives_less():
    """Two tables of 100 with agreement 0.6 and kappa 0.1304 and 0.2593, from the literature on kappa's limits."""
    first, second = pairs(a_a=45, a_b=15, b_a=25, b_b=15), pairs(a_a=25, a_b=35, b_a=5, b_b=35)
    assert agreement(*first) == agreement(*second) == 0.6
    assert kappa(*first) == pytest.approx(0.1304, abs=5e-5)
    assert kappa(*second) == pytest.approx(0.2593, abs=5e-5)


def test_three_levels_by_hand():
    """Agreed 4 of 6; by chance (3·2 + 2·2 + 1·2)/36 = 12/36; kappa (2/3 − 1/3)/(2/3) = 1/2."""
    one = ["meets", "meets", "meets", "developing", "developing", "not_yet"]
    other = ["meets", "meets", "developing", "developing", "not_yet", "not_yet"]
    assert kappa(one, other) == pytest.approx(0.5)


@given(READERS)
def test_who_agrees_with_oneself_agrees_wholly(said):
    one = [left for left, _ in said]
    assert agreement(one, one) == kappa(one, one) == 1


@given(READERS)
def test_it_is_the_same_from_either_side_in_any_order_and_under_any_names(said):
    one, other = [left for left, _ in said], [right for _, right in said]
    names = {"meets": "not_yet", "developing": "meets", "not_yet": "developing"}
    value = kappa(one, other)
    assert value == pytest.approx(kappa(other, one))
    assert value == pytest.approx(kappa(one[::-1], other[::-1]))
    assert value == pytest.approx(kappa([names[level] for level in one], [names[level] for level in other]))


@given(READERS)
def test_kappa_is_never_more_than_agreement_and_stays_within_its_bounds(said):
    one, other = [left for left, _ in said], [right for _, right in said]
    value = kappa(one, other)
    assert math.isfinite(value) and -1 <= value <= 1
    assert value <= agreement(one, other) + 1e-12
    assert 0 <= agreed(one, other) <= len(one)


@pytest.mark.parametrize(
    ("count", "of", "enough"), [(4, 5, True), (6, 8, False), (7, 8, True), (5, 7, False), (6, 7, True)]
)
def test_r51_eighty_per_cent_is_enough(count, of, enough):
    assert is_enough(count, of, 80) is enough


@pytest.mark.parametrize("readers", [([], []), (["meets"], [])])
def test_nothing_and_unlike_sheets_are_not_compared(readers):
    with pytest.raises(ValueError, match="same criteria"):
        kappa(*readers)
