"""docs/faults.md is true: each fault and attack has one row, each test that a row names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| [XA]\d+ \|", line)
]


def test_each_fault_and_each_attack_stands_there_once():
    numbers = [*(f"X{number}" for number in range(1, 32)), *(f"A{number}" for number in range(1, 86))]
    assert [row[0] for row in ROWS] == numbers


def test_what_roundtable_does_is_shown_by_a_test_or_a_page():
    tests = set()
    for file in (ROOT / "tests").rglob("*.py"):
        tests |= set(re.findall(r"def (test_\w+)", file.read_text("utf-8")))
    for number, happens, does, state, shown in ROWS:
        assert state in ("holds", "part", "open", "not here") and happens and does, number
        named, pages = re.findall(r"`(\w+)`", shown), re.findall(r"\]\((\S+)\)", shown)
        assert set(named) <= tests, (number, set(named) - tests)
        assert all((ROOT / "docs" / page).exists() for page in pages), number
        assert bool(named or pages) == (state in ("holds", "part")), number
