"""Hostile and broken files: refused with a sentence that names the line, before anything is built of them."""

import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from community.catalogue.importing import checks, reading
from tests.support.catalogue import EXAMPLES, file_of

LAUGHS = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n".encode() for i in range(9)
)


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (LAUGHS, 1, "Aliases and anchors"),
        (b"a: 1\nb: !!python/object/apply:os.system [id]", 2, "The tag"),
        (b"a: " + b"[" * 5000, 1, "nested more than 20 deep"),
        (b"\n".join(b"  " * i + b"a:" for i in range(400)), 21, "nested more than 20 deep"),
        (b"[" + b"1," * 30_000 + b"1]", 1, "more than 20000 values"),
        (b"title: ok\n---\ntitle: second", 2, "second document"),
        (b"a: 1\nb: \xff\xfe", 2, "UTF-8"),
        (b"a: 1\nb: \x07", 2, "control character (U+0007)"),
        (b"a: [1, 2\nb: 3", 2, "cannot be read"),
        (b"a: 1\n b: 2", 2, "cannot be read"),
        (b"? [a, b]\n: c", 1, "must be a word"),
        (b"", 0, "empty"),
        (b"# only a remark\n", 0, "empty"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else None,
)
def test_what_cannot_be_read_is_refused_by_line(raw, line, words):
    with pytest.raises(reading.Unreadable) as refused:
        reading.parse(raw, "some.yaml")
    mistake = refused.value.mistake
    assert (mistake.file, mistake.line) == ("some.yaml", line)
    assert words in mistake.sentence
    assert mistake.sentence.endswith(".")


def test_a_bomb_is_refused_without_being_built():
    tracemalloc.start()
    with pytest.raises(reading.Unreadable):
        reading.parse(LAUGHS, "laughs.yaml")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000, "a tenth power of nine would need gigabytes"


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"x" * reading.MOST_BYTES)
    with pytest.raises(reading.Unreadable, match="larger than 256 kB"):
        reading.read(large)
    with pytest.raises(reading.Unreadable, match="cannot be opened"):
        reading.read(tmp_path / "none.yaml")


yaml_like = some.text(alphabet="ab:-? \n[]{},&*!|>'\"%@`#\t~1.0", max_size=120).map(str.encode)


@given(raw=some.one_of(some.binary(max_size=200), yaml_like))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(raw):
    try:
        source = reading.parse(raw, "any.yaml")
    except reading.Unreadable as refused:
        assert refused.mistake.sentence.endswith(".")
    else:
        assert checks.mistakes(source), "nothing that small is a definition"
        assert all(mistake.line >= 1 and mistake.sentence.endswith(".") for mistake in checks.mistakes(source))


def test_numbers_dates_and_texts_are_what_they_look_like():
    lines = [
        "a: 12", "b: 12.0", "c: 12.5", "d: 2026-11-02", "e: true", "f: ~", "g: '12'", "h: .inf", "i: .nan", "j: no",
        "k: 1e999", 'l: "e\u0301 "',
    ]  # fmt: skip
    source = reading.parse("\n".join(lines).encode(), "f")
    assert source.data == {
        "a": 12, "b": 12, "c": 12.5, "d": "2026-11-02", "e": True, "f": None, "g": "12", "h": ".inf", "i": ".nan", 
        "j": "no", "k": "1e999", "l": "é",
    }  # fmt: skip
    assert type(source.data["b"]) is int


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_each_example_is_without_mistake(file):
    assert checks.mistakes(reading.read(file)) == []


def test_the_same_definition_as_json_is_the_same():
    source = reading.read(file_of("FA-01"))
    as_json = reading.parse(json.dumps(source.data, indent=2).encode(), "FA-01.json")
    assert as_json.data == source.data
    assert checks.mistakes(as_json) == []
    assert as_json.lines["version",] == 5
