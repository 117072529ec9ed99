"""docs/faults.md is true: each fault and attack has one row, each test that a row names is there."""

from tests.support import claims

PAGE = (claims.ROOT / "docs" / "faults.md").read_text("utf-8")
ROWS = claims.rows(PAGE, r"[XA]\d+")


def test_each_fault_and_each_attack_stands_there_once():
    numbers = [*(f"X{number}" for number in range(1, 32)), *(f"A{number}" for number in range(1, 86))]
    assert [row[0] for row in ROWS] == numbers


def test_what_roundtable_does_is_shown_by_a_test_or_a_page():
    assert all(happens for _number, happens, _does, _state, _shown in ROWS)
    claims.are_shown((number, does, state, shown) for number, _happens, does, state, shown in ROWS)
