"""What is typed as a number of a row is one that a row can have, or none."""

import pytest

from community import numbers


@pytest.mark.parametrize("typed", ["", "-7", "7.0", " 7", "٧", "²", "9" * 19, "9" * 5_000])
def test_anything_else_is_no_row(typed):
    assert numbers.row(typed) is None


def test_a_row_is_read_as_typed():
    assert [numbers.row(typed) for typed in ("0", "7", "9" * 18)] == [0, 7, 999_999_999_999_999_999]
