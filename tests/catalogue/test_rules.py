"""Requirements, levels and criteria, as they stand in a definition; no database."""

import pytest

from community.catalogue import rules
from community.catalogue.importing import reading
from tests.support.catalogue import file_of


def content(code: str) -> dict:
    return reading.read(file_of(code)).data


def test_requirements_stand_in_the_order_of_the_parts():
    assert [(part, kind, asked["key"]) for part, kind, asked in rules.requirements(content("EL-02"))] == [
        (1, "prompt", "students"),
        (1, "prompt", "demand"),
        (1, "prompt", "structures"),
        (2, "artifact", "talk_plan"),
        (2, "artifact", "talk_record"),
        (3, "prompt", "reflection"),
    ]
    assert {part for part, _, _ in rules.requirements(content("PAR-06"))} == {1, 3}, "a part may be left out"


@pytest.mark.parametrize(
    ("code", "ratings"),
    [
        ("EL-02", ["meets", "almost", "not_yet"]),
        ("LDR-01", ["meets", "not_yet"]),
        ("FA-04", ["meets", "meets", "almost", "not_yet"]),
    ],
)
def test_levels_stand_highest_first_and_are_drawn_by_what_they_mean(code, ratings):
    assert [level.rating for level in rules.levels(content(code))] == ratings


def test_criteria_are_numbered_by_part_and_have_a_text_for_each_level():
    rows = rules.criteria(content("EL-02"))
    assert [row.number for row in rows] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1"]
    assert [row.requirement_key for row in rows][3:5] == ["talk_plan", "talk_plan"]
    assert all(len(row.texts) == 3 and all(row.texts) for row in rows)
    assert [row.key for row in rules.criteria(content("CIV-03")) if row.must_meet] == ["fairness", "leaving"]


def test_a_level_without_words_of_its_own_has_the_shared_ones():
    definition = content("FAM-02")
    shared = {level["key"]: level["text"] for level in definition["level_scale"]}
    first = definition["parts"]["overview"]["prompts"][0]["criteria"][0]
    del first["levels"]["not_yet"]
    assert rules.criteria(definition)[0].texts[-1] == shared["not_yet"]


def test_r3_the_same_text_has_the_same_hash_however_it_is_written():
    definition = content("EL-02")
    turned = dict(reversed(definition.items()))
    assert list(turned) != list(definition)
    assert rules.sha256(turned) == rules.sha256(definition)
    assert rules.sha256(definition | {"title": definition["title"] + "!"}) != rules.sha256(definition)
