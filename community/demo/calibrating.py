"""The sample's calibration sets, invented work throughout, and how readers show that they agree with them (R51)."""

from functools import lru_cache

from ruamel.yaml import YAML

from community.catalogue.queries import Definition
from community.demo.places import DATA
from community.demo.working import the_definition
from community.people.queries import Person
from community.review.calibrating import actions, queries, sheets
from community.review.calibrating.actions import Draft
from community.review.calibrating.queries import Given, Reference
from community.review.certifying import queries as certifying
from community.review.desks import Desk


@lru_cache
def content() -> dict:
    """data/calibration_sets.yaml."""
    return YAML(typ="safe").load((DATA / "calibration_sets.yaml").read_text("utf-8"))


async def make_sets(desk: Desk) -> list[int]:
    """Their ids, in the order of the file."""
    definition = await the_definition(content()["code"])
    return [await actions.make_set(desk, definition, _draft(definition, one)) for one in content()["sets"]]


async def pass_through(person: Person, set_id: int, but: str = "") -> None:
    """Read a set, agree on all criteria `but` one, and be certified by it."""
    definition = await the_definition(content()["code"])
    (one,) = [one for one in await certifying.mine(person) if one.code == definition.code]
    reading = await queries.reading(person, await actions.begin(person, one, set_id))
    assert reading is not None
    right = await queries.references_by_id(set_id)
    answers = []
    for row in sheets.rows(sheets.parts(definition)):
        held = right[row.criterion.requirement_key, row.criterion.key]
        others = [level.key for level, _text in row.levels if level.key != held.level]
        level = others[0] if row.criterion.key == but else held.level
        answers.append(Given(held.requirement_key, held.criterion_key, level, "It is there, and not for all of it."))
    assert await actions.finish(person, reading, definition.content, answers), "one of seven is few enough"


def _draft(definition: Definition, one: dict) -> Draft:
    reference = [
        Reference(row.criterion.requirement_key, row.criterion.key, **one["levels"][row.criterion.key])
        for row in sheets.rows(sheets.parts(definition))
    ]
    return Draft(one["title"], "invented", "", "", one["texts"], reference)
