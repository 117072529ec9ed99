"""A definition written as a file and read again is the same one: the import after the export changes nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.catalogue import rules
from community.catalogue.importing import checks, reading
from community.catalogue.importing.writing import write
from tests.support.catalogue import EXAMPLES

SOURCES = [reading.read(file) for file in sorted(EXAMPLES.glob("*.yaml"))]
# Whatever the reader lets through: no control characters, composed, nothing empty around it.
SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff")
TRAPS = [
    "yes", "no", "null", "~", "1998", "1.5", "1e3", "0x1", ".inf", "2026-11-26", "a: b", "- a", "#no", "a #b", "'", '"',
    "{a}", "[a]", "%", "=", "<<", "|", ">", "&a", "*a", "!a", "@", "`", "?", "-", ":", ",", "a\nb", "a\n\nb # c",
]  # fmt: skip
WORDS = st.one_of(st.text(SIGNS, max_size=60).map(reading._clean), st.sampled_from(TRAPS))
NUMBERS = st.one_of(st.integers(-1000, 100_000), st.floats(0.1, 0.9), st.booleans())
FIELDS = ("title", "text", "key", "levels", "note", "year", "meets", "share", "tags", "parts")
VALUES = st.recursive(
    st.one_of(WORDS, NUMBERS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)),
    max_leaves=12,
)
HEAD = {"code": "EL-02", "version": 1, "issuer": "one", "licence": "CC0-1.0", "credit_line": "Somebody, 2026."}


def again(content: dict) -> dict:
    return reading.parse(write(content).encode(), "again.yaml").data


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.data["code"])
def test_each_of_the_fourteen_comes_back_with_the_same_hash(source):
    stored = json.loads(json.dumps(source.data, sort_keys=True))  # as the database keeps it: without an order
    assert again(stored) == source.data
    assert rules.sha256(again(stored)) == rules.sha256(source.data)
    assert not checks.mistakes(reading.parse(write(stored).encode(), "again.yaml"))
    assert list(again(stored))[:4] == ["format", "code", "title", "version"], "in the order of the format"


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_it_the_hash_is_the_same(fields):
    content = HEAD | fields
    assert rules.sha256(again(content)) == rules.sha256(content)


def test_licence_and_credit_line_stand_in_its_first_line():
    first = write(SOURCES[0].data).splitlines()[0]
    assert SOURCES[0].data["licence"] in first and SOURCES[0].data["credit_line"] in first
