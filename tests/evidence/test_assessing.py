"""What an author says of her own work: for herself alone (R41), and what is hard, counted without names (R65)."""

import re

import pytest_asyncio

from community.evidence.assessing import queries, rules
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.evidence import requirement_of

PLAN = "/work/EL-02/talk_plan"
SECRET = "My third lesson has no second voice yet."


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cleo", "Dan", "Eve", "Flo") as made:
        yield made


async def criterion() -> str:
    return (await requirement_of(await a_definition(), "talk_plan")).prompt["criteria"][0]["key"]


async def levels() -> list[str]:
    return [level["key"] for level in (await a_definition()).content["level_scale"]]


async def test_what_one_chooses_is_kept_and_stands_beside_the_rubric(cohort):
    ana, key, level = await cohort.seats("Ana"), await criterion(), (await levels())[0]
    said = {f"level-{key}": level, f"note-{key}": SECRET}
    assert (await ana.posts(f"{PLAN}/assessment", **said)).status_code == 303
    page = (await ana.opens(PLAN)).text
    assert re.search(rf'name="level-{key}" value="{level}" checked', page) and SECRET in page
    by_itself = await ana.client.post(
        f"{PLAN}/assessment",
        data={"csrf": await csrf_of(ana.client), f"level-{key}": "", f"note-{key}": ""},
        headers={"hx-request": "true"},
    )
    assert "Only you see this" in by_itself.text and "<h1" not in by_itself.text
    assert SECRET not in (await ana.opens(PLAN)).text, "and it can be taken back"


async def test_a_level_that_the_definition_has_not_is_refused_and_what_was_typed_stays(cohort):
    ana, key = await cohort.seats("Ana"), await criterion()
    answer = await ana.posts(f"{PLAN}/assessment", **{f"level-{key}": "brilliant", f"note-{key}": SECRET})
    assert answer.status_code == 422 and SECRET in answer.text and "Choose one of the levels" in answer.text


async def test_r41_nobody_else_reads_a_self_assessment(cohort):
    ana, ben, key = await cohort.seats("Ana"), await cohort.seats("Ben"), await criterion()
    await ana.posts(f"{PLAN}/assessment", **{f"level-{key}": (await levels())[-1], f"note-{key}": SECRET})
    assert SECRET in (await ana.opens(f"{PLAN}/assessment")).text, "the premise: she does"
    here = f"/cohorts/{cohort.id}"
    for other in (ben, cohort.facilitator):
        for path in (PLAN, f"{PLAN}/assessment", "/work/EL-02", here, f"{here}/board", f"{here}/members"):
            assert SECRET not in (await other.opens(path)).text, path
    assert await queries.assessments(ben.person, (await a_definition()).micro_credential_id, "talk_plan") == {}
    assert await queries.all_assessments(ben.person) == []


async def test_hard_is_said_at_one_tap_and_taken_back_at_one(cohort):
    ana = await cohort.seats("Ana")
    for said, pressed in (("yes", "true"), ("yes", "true"), ("no", "false")):
        assert (await ana.posts(f"{PLAN}/hardness", hard=said)).status_code == 303
        assert f'aria-pressed="{pressed}"' in (await ana.opens(PLAN)).text
    assert await queries.hard_for(ana.person) == []


async def test_r65_what_is_hard_is_counted_from_five_answers_on_and_without_names(cohort):
    five = [await cohort.seats(name) for name in ("Ana", "Ben", "Cleo", "Dan", "Eve")]
    for one in five[:4]:
        await one.posts(f"{PLAN}/hardness", hard="yes")
    board = f"/cohorts/{cohort.id}/board"
    assert await queries.hard_in(five[0].seat) == {"talk_plan": 4}, "the premise"
    assert "What is hard" not in (await cohort.facilitator.opens(board)).text
    assert "how many say so, once five have begun it" in (await five[0].opens(PLAN)).text
    await five[4].posts(f"{PLAN}/hardness", hard="yes")
    for one in (cohort.facilitator, await cohort.seats("Flo")):
        page = (await one.opens(board)).text
        told = page[page.index('id="hard-h"') : page.index("the whole cohort sees the same")]
        assert "5 of you say so" in told
        assert not any(member.name in told for member in five)
    assert "5 in your cohort say so." in (await (await cohort.seats("Flo")).opens(PLAN)).text
    await five[4].posts(f"{PLAN}/hardness", hard="no")
    assert "What is hard" not in (await cohort.facilitator.opens(board)).text


def test_r65_fewer_than_five_are_not_told():
    assert rules.told({"talk_plan": 4, "recording": 5, "reflection": 0}) == {"recording": 5}
