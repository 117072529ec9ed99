"""Tables that others wrote are read line by line, what is wrong is said by line and field; no database."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.affiliates import lines
from community.affiliates.lines import Column, Line, Mistake, Table, Unreadable

COLUMNS = (
    Column("number", lines.text(1, 10), required=True, also=("member number",)),
    Column("name", lines.text(0, 40), required=True),
    Column("note", lines.text(0, 40)),
)
HEADER = "number,name\n"


def read(text: str) -> list[Line | Mistake]:
    return list(Table(lines.pieces(text), COLUMNS))


def values(text: str) -> list[tuple]:
    found = read(text)
    assert all(isinstance(one, Line) for one in found), found
    return [(one.number, one.values["number"], one.values["name"]) for one in found]


printed = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co"])
cells = st.text(printed, max_size=20).map(lambda text: " ".join(text.split()))


@given(
    st.lists(st.tuples(st.text("0123456789", min_size=1, max_size=10), cells), max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_what_a_program_wrote_as_csv_is_read_as_it_was_meant(rows, separator, ends, quoted):
    rows = [(number, lines.one_line(name)) for number, name in rows if not name.startswith(lines.FORMULA)]
    written = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    out = csv.writer(written, delimiter=separator, lineterminator=ends, quoting=quoting)
    out.writerows([("number", "name"), *rows])
    assert [(number, name) for _line, number, name in values(written.getvalue())] == rows


@given(st.text(max_size=300))
def test_whatever_comes_is_read_or_refused_in_words(text):
    try:
        for one in Table(lines.pieces("number,name\n" + text), COLUMNS):
            assert one.values["number"] if isinstance(one, Line) else one.sentence
    except Unreadable as refused:
        assert refused.mistake.sentence


@given(st.binary(max_size=300))
def test_whatever_bytes_come_are_a_text_or_refused_in_words(data):
    try:
        text, _guessed = lines.decoded(data)
        assert "\x00" not in text
    except Unreadable as refused:
        assert refused.mistake.sentence


@pytest.mark.parametrize(
    ("data", "text", "guessed"),
    [
        ("number,name\n1,José\n".encode(), "José", False),
        ("\ufeffnumber,name\n1,José\n".encode(), "José", False),
        ("number,name\n1,José\n".encode("cp1252"), "José", True),
        ("number\tname\n1\tJosé\n".encode("utf-16"), "José", False),
    ],
)
def test_the_ways_in_which_spreadsheets_save_are_read(data, text, guessed):
    found, was_guessed = lines.decoded(data)
    assert values(found) == [(2, "1", text)]
    assert was_guessed is guessed


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 a workbook", "workbook"),
        (b"\xd0\xcf\x11\xe0 an old one", "workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text"),
        ("number,name".encode("utf-16-le"), "not a text"),
        (b"\x81\x8d\x8f", "not a text"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says):
        lines.decoded(data)


@pytest.mark.parametrize(
    ("text", "number", "says"),
    [
        ("", 0, "nothing in this file"),
        ("\n\n  \n", 0, "nothing in this file"),
        ("# only a remark\n", 0, "nothing in this file"),
        ("number\n1\n", 1, "missing: name"),
        ("1,Ana\n2,Ben\n", 1, "missing: number, name"),
        ("number,name,Name\n", 1, "Two columns"),
        ('number,name\n1,"Ana\n2,Ben\n', 2, "not closed"),
        ('number,name\n1,Ana\n2,"B"en\n', 3, "stands inside"),
        ("number,name\n1," + "a" * lines.MOST_LINE, 2, "too long"),
        ("number,name\n1,A\x00\n", 2, "not a text"),
    ],
)
def test_a_table_that_cannot_be_taken_apart_says_where_and_why(text, number, says):
    with pytest.raises(Unreadable, match=says) as refused:
        read(text)
    assert refused.value.mistake.line == number


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "  =cmd|' /C calc'!A0", '"\t=1"', "\u200b=1"])
def test_a_formula_is_refused_by_line_and_field(cell):
    (found,) = read(HEADER + f"1,{cell}\n")
    assert (found.line, found.field) == (2, "name") and "formula" in found.sentence


def test_each_mistake_stands_by_its_line_also_after_cells_of_several_lines():
    found = read('# ours\nNAME;Member Number;Phone\n"Ana\nMaria";1;5\n;;\nBen;\nCho;3;4;5\n')
    assert [(one.number, dict(one.values)["name"]) for one in found[:1]] == [(3, "Ana Maria")]
    assert [(one.line, one.field, one.sentence) for one in found[1:]] == [
        (6, "number", "Fill this in."),
        (7, "", "This line has more cells than the first. The header names 3 columns."),
    ]


def test_columns_that_mean_nothing_are_told():
    table = Table(lines.pieces("number,name,Shoe size,\n1,Ana,38,\n"), COLUMNS)
    assert [one.values["name"] for one in table] == ["Ana"]
    assert table.unused == ["Shoe size"]


def test_what_does_not_print_is_taken_out():
    assert values(HEADER + "1,A\u202en\u200ba\u0301  \u00a0R\n") == [(2, "1", "Aná R")]
