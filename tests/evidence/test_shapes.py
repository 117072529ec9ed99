"""Definitions of all shapes, in the workspace and on the work's page: what is done, what is missing, what is next."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from community.catalogue import queries as catalogue
from community.evidence import queries
from community.evidence.needing import Check, Need, checks
from community.evidence.rules import State
from tests.support.catalogue import a_definition
from tests.support.evidence import writes
from tests.support.people import make_person, signed_in_client

EXAMPLES = Path(__file__).parents[2] / "community/catalogue/data/examples"
CODES = sorted(YAML(typ="safe").load(file.read_text("utf-8"))["code"] for file in EXAMPLES.glob("*.yaml"))


def test_there_are_fourteen():
    assert len(CODES) == 14


@pytest.mark.parametrize("code", CODES)
async def test_every_part_can_be_worked_on_and_says_what_it_must_have(app, code):
    ana, definition = await make_person("Ana Torres"), await a_definition(code)
    asked = await catalogue.public_requirements(definition.id)
    async with signed_in_client(app, ana) as client:
        page = unescape((await client.get(f"/work/{code}")).text)
        assert f"Begin with {asked[0].label}" in page, "one next step, in a sentence"
        assert ("Part 2 · Evidence" in page) == any(one.kind == "artifact" for one in asked)
        for check in definition.content.get("completion_checks", []):
            assert check["text"] in page
        for tag in definition.content.get("tags", []):
            assert f">{tag}</li>" in page
        for one in asked:
            desk = (await client.get(f"/work/{code}/{one.key}")).text
            part = desk[desk.index('id="needs"') :].split("</section>")[0]
            wanted = checks(one, "", 0, {})
            assert len(re.findall("<li", part)) == len(wanted) and "data-done" not in part
            assert ("you may leave it out" in part) == one.optional
            for criterion in one.prompt.get("criteria", []):
                assert criterion["title"] in unescape(desk)
            if not one.optional:
                assert wanted, "something must be there before it can be submitted"
    standing = await queries.standing(ana, code)
    assert standing.next == (State.NOT_STARTED, next(one for one in standing.requirements if not one.optional))


@pytest.mark.parametrize("code", CODES)
async def test_with_a_fitting_text_and_its_files_nothing_is_missing(app, code):
    definition = await a_definition(code)
    asked = await catalogue.public_requirements(definition.id)
    begun = {one.key: State.DRAFTING for one in asked}
    for one in asked:
        text = "word " * (one.min_words or 1)
        if "link" in one.prompt.get("accept", []):
            text += " ".join(f"https://example.org/{n}" for n in range(one.prompt.get("min_items", 1)))
        assert all(check.done for check in checks(one, text, one.prompt.get("max_items", 1), begun)), one.key


async def test_what_is_done_is_told_with_the_save(app):
    ana, definition = await make_person("Ana Torres"), await a_definition("PAR-06")
    (first, *_rest) = await catalogue.public_requirements(definition.id)
    await writes(ana, definition, first.key, "word " * (first.min_words or 1))
    async with signed_in_client(app, ana) as client:
        page = (await client.get(f"/work/PAR-06/{first.key}")).text
    assert "data-done" in page[page.index('id="needs"') :].split("</section>")[0]


@dataclass
class Asked:
    """A requirement as far as its needs go."""

    prompt: dict = field(default_factory=dict)
    min_words: int | None = None
    max_words: int | None = None
    limit_kind: str | None = None


@pytest.mark.parametrize(
    ("asked", "text", "files", "states", "found"),
    [
        (Asked(), "", 0, {}, [Check(Need.TEXT, False)]),
        (Asked(), "a word", 0, {}, [Check(Need.TEXT, True)]),
        (Asked({"accept": ["file"]}), "a word", 0, {}, [Check(Need.ITEMS, False, 1)]),
        (Asked({"accept": ["file", "text"]}), "a word", 0, {}, [Check(Need.ITEMS, True, 1)]),
        (Asked({"accept": ["link"], "min_items": 2}), "see https://a.org", 2, {}, [Check(Need.ITEMS, False, 2)]),
        (Asked({"accept": ["link"]}), "see https://a.org", 0, {}, [Check(Need.ITEMS, True, 1)]),
        (Asked({"accept": ["file"], "min_items": 0}), "", 0, {}, []),
        (Asked({}, 2, 3, "hard"), "one", 0, {}, [Check(Need.TEXT, True), Check(Need.LIMIT, False)]),
        (Asked({}, 2, 3, "advisory"), "one", 0, {}, [Check(Need.TEXT, True)]),
        (
            Asked({"depends_on": "plan"}), "a word", 0, {"plan": State.READY},
            [Check(Need.TEXT, True), Check(Need.FIRST, True, key="plan")],
        ),
    ],
)  # fmt: skip
def test_what_a_requirement_must_have(asked, text, files, states, found):
    assert checks(asked, text, files, states) == found
