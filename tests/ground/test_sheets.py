"""Lists as CSV: whatever stands in a cell, a spreadsheet shows it and runs nothing (A44; no database)."""

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from community import sheets

WRITTEN = st.characters(exclude_categories=["Cs"])  # what PostgreSQL keeps, and NUL, which it does not
CELLS = st.text(st.one_of(st.sampled_from("=+-@\t\r\n,;\"'＝ a"), WRITTEN), max_size=40)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)
often = settings(max_examples=200, deadline=None)


@often
@given(CELLS)
@example("\t=1+1")
def test_a44_no_text_begins_like_a_formula_and_none_is_lost(text):
    cell = sheets.safe(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (text, f"'{text}")


@often
@given(ROWS)
@example([["", "", ""], ["a\rb", 'a"b', "a\nb"]])
def test_a44_what_is_read_back_is_what_was_written(rows):
    heads = ["One", "=two", "Three"]
    safe = [[sheets.safe(cell) for cell in row] for row in [heads, *rows]]
    for written in (sheets.sheet("a", heads, rows).body.decode("utf-8-sig"), sheets.lines([heads, *rows])):
        assert list(csv.reader(io.StringIO(written, newline=""))) == safe
