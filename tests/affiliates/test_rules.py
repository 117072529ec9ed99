"""When a membership counts, and what a desk belongs to; no database."""

from datetime import date

import pytest

from community.affiliates import rules

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)


@pytest.mark.parametrize(
    ("status", "ends_on", "on", "counts"),
    [
        ("active", LAST, date(2026, 8, 31), False),
        ("active", LAST, FIRST, True),
        ("active", LAST, LAST, True),
        ("active", LAST, date(2027, 9, 1), False),
        ("active", None, date(2040, 1, 1), True),
        ("pending", LAST, FIRST, False),
        ("ended", None, FIRST, False),
    ],
)
def test_a_membership_counts_while_it_is_active_its_last_day_included(status, ends_on, on, counts):
    assert rules.in_force(status, FIRST, ends_on, on) is counts


def test_each_desk_belongs_to_one_place():
    kinds = [kind for place in rules.DESKS.values() for kind in place]
    assert len(kinds) == len(set(kinds))
    assert [rules.place_of(kind) for kind in ("organizer", "reviewer", "support")] == [
        "affiliate",
        "issuer",
        "platform",
    ]
    with pytest.raises(ValueError, match="no desk"):
        rules.place_of("king")
