"""docs/rules.md is true: a rule marked built has its test, a test that names a rule stands in the list."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULES = {
    int(n): bool(mark)
    for n, mark in re.findall(r"^- \*\*R(\d+)\*\* (\(built\) )?", (ROOT / "docs" / "rules.md").read_text(), re.M)
}


def in_tests() -> set[int]:
    return {
        int(n)
        for file in (ROOT / "tests").rglob("test_*.py")
        for n in re.findall(r"def test_r(\d+)_", file.read_text())
    }


def test_all_rules_stand_in_the_list():
    assert sorted(RULES) == list(range(1, 66))


def test_each_rule_marked_built_has_its_test():
    assert {n for n, built in RULES.items() if built} - in_tests() == set()


def test_each_rule_that_a_test_names_is_marked():
    assert in_tests() - {n for n, built in RULES.items() if built} == set()
