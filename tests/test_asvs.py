"""docs/asvs.md is true: each requirement has one row, each test that a row names is there."""

import re
from collections import Counter

from tests.support import claims

PAGE = (claims.ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = claims.rows(PAGE, r"\d+\.\d+\.\d+")
# New at levels 1 and 2, by chapter, counted in the standard's own table; 10 and 17 are not here as a whole.
COUNTS = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3), 9: (4, 3), 11: (3, 11),
    12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16),
}  # fmt: skip
NOT_HERE = {"V10": (5, 24), "V17": (0, 7)}


def test_each_requirement_stands_there_once():
    assert [number for number, many in Counter(row[0] for row in ROWS).items() if many > 1] == []
    found = Counter((int(row[0].split(".")[0]), row[1]) for row in ROWS)
    assert {chapter: (found[chapter, "1"], found[chapter, "2"]) for chapter in COUNTS} == COUNTS
    assert sum(row[1] == "3" for row in ROWS) == 21
    whole = [*COUNTS.values(), *NOT_HERE.values()]
    assert sum(map(sum, whole)) == 253
    for chapter, (one, two) in NOT_HERE.items():
        (said,) = re.findall(rf"## {chapter} .*\n\nAll (\d+) ", PAGE)
        assert int(said) == one + two


def test_what_is_done_is_shown_by_a_test_or_a_page():
    claims.are_shown((number, words, state, shown) for number, _level, state, words, shown in ROWS)
