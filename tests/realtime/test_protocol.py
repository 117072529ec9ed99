"""Frames: what is understood, what is refused, and that no text of a stranger breaks anything."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some
from websockets.frames import Frame as Expected
from websockets.frames import Opcode

from realtime import protocol
from realtime.protocol import Beat, Follow, Here, Leave, Malformed, Writes, parse

JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


def test_what_a_browser_says_is_understood():
    assert parse('{"follow": [["a mark", 7], ["another", 0]]}') == Follow((("a mark", 7), ("another", 0)))
    assert parse('{"leave": ["cohort:7"]}') == Leave(("cohort:7",))
    assert parse('{"here": ["cohort:7"]}') == Here(("cohort:7",))
    assert parse('{"writing": ["channel:9", 55]}') == Writes("channel:9", 55)
    assert parse('{"beat": {}}') == Beat()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "7",
        "null",
        "{}",
        '{"follow": [], "leave": []}',
        '{"fellow": []}',
        '{"follow": {}}',
        '{"follow": "cohort:7"}',
        '{"follow": ["cohort:7"]}',
        '{"follow": [["m", -1]]}',
        '{"follow": [["m", true]]}',
        '{"follow": [["m", 1.5]]}',
        '{"follow": [["m", "1"]]}',
        '{"follow": [["m", 9223372036854775808]]}',
        '{"follow": [["m", 1, 2]]}',
        '{"follow": [[7, 1]]}',
        '{"follow": [["%s", 1]]}' % ("m" * 1001),
        json.dumps({"follow": [["m", 1]] * 65}),
        '{"leave": [7]}',
        '{"leave": [""]}',
        '{"leave": ["%s"]}' % ("t" * 101),
        '{"here": null}',
        '{"writing": "channel:9"}',
        '{"writing": ["channel:9"]}',
        '{"writing": ["channel:9", -1]}',
        '{"writing": ["channel:9", true]}',
        '{"writing": ["channel:9", 9223372036854775808]}',
        '{"writing": ["", 0]}',
        '{"writing": [7, 0]}',
        '{"beat": {}, "here": []}',
        "[" * 8000,
        '{"leave": ["%s"]}' % ("é" * 5000),
        "x" * 9000,
    ],
)
def test_what_is_malformed_is_refused(text):
    with pytest.raises(Malformed):
        parse(text)


@given(some.text() | JSON.map(json.dumps) | JSON.map(lambda said: json.dumps({"follow": said})))
def test_no_text_of_a_stranger_raises_anything_else(text):
    with contextlib.suppress(Malformed):
        assert isinstance(parse(text), Follow | Leave | Here | Writes | Beat)


@pytest.mark.parametrize("size", [0, 1, 60, 100, 125, 126, 127, 4000, 65_000, 65_500, 65_600, 200_000])
def test_a_frame_is_what_rfc_6455_says_and_can_be_read_back(size):
    frame = protocol.Error("é" + "x" * size)
    data = protocol.encode(frame)
    assert data == Expected(Opcode.TEXT, protocol.text(frame).encode()).serialize(mask=False)
    assert protocol.texts(data + protocol.BEAT + data) == [protocol.text(frame), '{"beat":{}}', protocol.text(frame)]
