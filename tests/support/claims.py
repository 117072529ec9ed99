"""A page of docs/ that says row by row what holds, and what shows it."""

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def rows(page: str, number: str) -> list[list[str]]:
    """The cells of each row that begins with a number of that pattern."""
    found = [line for line in page.splitlines() if re.match(rf"\| {number} \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found]


def are_shown(claims: Iterable[tuple[str, str, str, str]]) -> None:
    """Of each (number, what is said, state, what shows it): what holds names tests or pages that are there."""
    tests = set()
    for file in (ROOT / "tests").rglob("*.py"):
        tests |= set(re.findall(r"def (test_\w+)", file.read_text("utf-8")))
    for number, said, state, shown in claims:
        assert state in ("holds", "part", "open", "not here") and said, number
        named, pages = re.findall(r"`(\w+)`", shown), re.findall(r"\]\((\S+)\)", shown)
        assert set(named) <= tests, (number, set(named) - tests)
        assert all((ROOT / "docs" / page).exists() for page in pages), number
        assert bool(named or pages) == (state in ("holds", "part")), number
