"""Definitions, as everybody may read them."""

import pytest

from community.catalogue import queries
from tests.support.catalogue import a_definition

pytestmark = pytest.mark.usefixtures("database")


async def test_a_definition_is_imported_once_and_has_its_requirements_in_order():
    definition = await a_definition("EL-02")
    again = await a_definition("EL-02")
    assert definition == again
    requirements = await queries.public_requirements(definition.id)
    assert [one.label for one in requirements] == [
        "Question 1",
        "Question 2",
        "Question 3",
        "Artifact 1",
        "Artifact 2",
        "Reflection",
    ]
    assert [one.short for one in requirements] == ["Q1", "Q2", "Q3", "A1", "A2", "R"]
    assert [one.place for one in requirements] == [1, 2, 3, 4, 5, 6]
    plan = requirements[3]
    assert (plan.key, plan.min_words, plan.max_words, plan.limit_kind) == ("talk_plan", 200, 300, "hard")
    assert [c["key"] for c in plan.prompt["criteria"]] == ["two_voices", "support"]
