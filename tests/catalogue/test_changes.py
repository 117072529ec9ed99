"""What is otherwise between two versions, in words; and how a definition's facts are written for others."""

import copy
import random

import pytest

from community.catalogue import changes, facts
from community.catalogue.importing import reading
from tests.support.catalogue import EXAMPLES

SOURCES = [reading.read(file).data for file in sorted(EXAMPLES.glob("*.yaml"))]


@pytest.mark.parametrize("content", SOURCES, ids=lambda content: content["code"])
def test_a_version_differs_in_nothing_from_itself(content):
    assert changes.between(content, copy.deepcopy(content)) == []


@pytest.mark.parametrize("seed", range(30))
def test_each_changed_text_is_told_and_nothing_else(seed):
    chance = random.Random(seed)
    was = chance.choice(SOURCES)
    became = copy.deepcopy(was)
    told = set()
    for place in chance.sample(list(_texts_at(was, ())), 5):
        holder = became
        for part in place[:-1]:
            holder = holder[part]
        holder[place[-1]] += " And more."
        told.add(holder[place[-1]])
    found = changes.between(was, became)
    assert {one.became for one in found if one.kind != "gone"} == told
    for one in found:
        if one.kind == "changed":
            assert ("new", "And more.") in one.words
            assert "".join(text for kind, text in one.words if kind == "gone") == ""


def _texts_at(value, place):
    """Where single texts stand, apart from what names a thing in its list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("key", "code", "title", "name", "format", "version_note"):
                yield from _texts_at(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, dict):
                yield from _texts_at(inner, (*place, number))
    elif isinstance(value, str):
        yield place


def test_a_question_that_is_new_and_one_that_is_gone_are_named():
    was = SOURCES[0]
    became = copy.deepcopy(was)
    asked = became["parts"]["overview"]["prompts"]
    gone = asked.pop()
    asked.append({"key": "fresh", "title": "A fresh one", "text": "What now?", "max_words": 90, "limit_kind": "hard"})
    found = changes.between(was, became)
    assert any(one.kind == "new" and one.where.startswith("Part 1 · A fresh one") for one in found)
    assert any(one.kind == "gone" and gone["title"] in one.where for one in found)
    assert set(changes.keys(became)) - set(changes.keys(was)) == {"fresh"}


def test_what_stays_the_same_is_cut_short_around_a_change():
    text = " ".join(f"w{n}" for n in range(50))
    one = changes.Change("changed", "Text", text, text.replace("w25", "other"))
    assert one.words == [
        ("same", "… w19 w20 w21 w22 w23 w24"),
        ("gone", "w25"),
        ("new", "other"),
        ("same", "w26 w27 w28 w29 w30 w31 …"),
    ]


@pytest.mark.parametrize(("hours", "written"), [(14, "PT14H"), (14.5, "PT14H30M"), (0.5, "PT30M"), (0.1, "PT30M")])
def test_hours_as_other_sites_read_them(hours, written):
    assert facts.duration(hours) == written
