"""Practice on invented drafts: labelled so, one's notes beside the model's in words, begun anew, for oneself (R49)."""

import re
from uuid import uuid4

import pytest

from community.catalogue.queries import public_requirements
from community.evidence import anchors
from community.feedback.practice import queries
from community.feedback.practice.drafts import drafts
from community.feedback.practice.queries import PracticeNote
from community.feedback.practice.rules import compared
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.feedback import words_of
from tests.support.people import make_person, signed_in_client

HERE = "/feedback/practice/exit-tickets"
DRAFT = drafts()["exit-tickets"]


@pytest.fixture
async def cohort(app):
    for draft in drafts().values():
        await a_definition(draft.code)
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def pins(member, kind="warm", text="This line let me see it.", place="whole", **more):
    return await member.posts(f"{HERE}/notes", kind=kind, text=text, place=place, **{"post_key": str(uuid4())} | more)


async def pins_all(member):
    for kind in ("warm", "question", "cool"):
        assert (await pins(member, kind, f"My {kind} words")).status_code == 303


@pytest.mark.parametrize("draft", drafts().values(), ids=drafts().keys())
async def test_what_ships_fits_its_definition_and_each_model_note_its_words(draft, database):
    definition = await a_definition(draft.code)
    assert definition.version == draft.version
    (asked,) = [one for one in await public_requirements(definition.id) if one.key == draft.requirement_key]
    criteria = {one["key"] for one in asked.prompt["criteria"]}
    assert draft.marks.keys() == criteria
    assert {mark.level for mark in draft.marks.values()} <= {one["key"] for one in definition.content["level_scale"]}
    for model in draft.models:
        assert draft.text.count(model.quote) == 1 and model.criterion in criteria | {""}
    assert draft.use["note"] in {model.key for model in draft.models}


async def test_r49_examples_are_invented_ones_labelled_so_on_each_page(cohort):
    ana = await cohort.seats("Ana")
    listed = await ana.opens("/feedback/practice")
    assert words_of(listed).count("Invented example") == len(drafts()) == 2
    assert DRAFT.label in words_of(await ana.opens(HERE)).replace("&#39;", "'")
    await pins_all(ana)
    await ana.posts(f"{HERE}/comparison")
    assert DRAFT.label in words_of(await ana.opens(f"{HERE}/comparison"))


async def test_one_reads_pins_as_on_a_colleagues_draft_and_compares_in_words(cohort):
    ana = await cohort.seats("Ana")
    page = words_of(await ana.opens(HERE))
    assert "Still missing: 1 warm, 1 question, 1 cool" in page and "Why it helps" not in page
    where = anchors.paragraphs(DRAFT.text)[2]
    at = DRAFT.text.index("If they write 9:6")
    assert where.start < at < where.end
    await pins(ana, "question", "And who adds?", "words", start=at, end=at + 17)
    await pins(ana, "cool", "Is it for all?", "criterion:access")
    early = await ana.posts(f"{HERE}/comparison")
    assert early.status_code == 422 and "needs a little more" in early.text
    await pins(ana, "warm", "I can see them.")
    answer = await ana.posts(
        f"{HERE}/comparison", **{"view-question_quality": "nearly", "missing-question_quality": "a second case"}
    )
    assert answer.status_code == 303 and answer.headers["location"] == f"{HERE}/comparison"
    page = words_of(await ana.opens(f"{HERE}/comparison")).replace("&#39;", "'")
    beside = page.split("You pointed at these words, too:")
    assert len(beside) == 2 and "And who adds?" in beside[1].split("A model note")[0]
    assert "Nearly : a second case" in page and "Developing. Ticket 2 would separate" in page
    assert all(model.text.split(".")[0] in page for model in DRAFT.models) and "Is it for all?" in page
    assert not re.search(r"\d+ (of|out of) \d+|%|\bscore", page.split("Your notes beside")[1]), "no count"


async def test_once_compared_nothing_is_added_and_one_may_begin_anew(cohort):
    ana = await cohort.seats("Ana")
    await pins_all(ana)
    assert (await ana.opens(f"{HERE}/comparison")).headers["location"] == HERE, "not compared yet"
    assert [(await ana.posts(f"{HERE}/comparison")).status_code for _ in range(2)] == [303, 303]
    assert (await ana.opens(HERE)).headers["location"] == f"{HERE}/comparison"
    assert (await pins(ana)).status_code == 409
    anew = str(uuid4())
    assert (await ana.posts(f"{HERE}/beginning", post_key=anew)).headers["location"] == HERE
    await pins(ana, "warm", "A new beginning")
    await ana.posts(f"{HERE}/beginning", post_key=anew)
    page = words_of(await ana.opens(HERE))
    assert "A new beginning" in page and "My warm words" not in page, "the second press of one button did nothing"


async def test_what_one_wrote_in_practice_nobody_else_reads_or_takes_away(cohort, app):
    ana, ben = await cohort.seats("Ana", "Ben")
    await pins(ana, text="Only mine")
    (note,) = await queries.notes(ana.person, DRAFT.key)
    assert "Only mine" not in (await ben.opens(HERE)).text
    await ben.posts(f"{HERE}/notes/{note.id}/removal")
    assert "Only mine" in (await ana.opens(HERE)).text
    await ana.posts(f"{HERE}/notes/{note.id}/removal")
    assert "Only mine" not in (await ana.opens(HERE)).text
    async with signed_in_client(app, await make_person("Nora Nobody")) as nora:
        assert (await nora.get(HERE)).status_code == 200, "anybody who is signed in may practise"


async def test_a_note_is_made_once_and_what_was_typed_wrong_is_still_there(cohort):
    ana = await cohort.seats("Ana")
    key = str(uuid4())
    assert [(await pins(ana, post_key=key)).status_code for _ in range(2)] == [303, 303]
    assert len(await queries.notes(ana.person, DRAFT.key)) == 1
    answer = await pins(ana, "cool", "My longer thought", "paragraph:99")
    assert answer.status_code == 422 and "My longer thought" in answer.text and 'id="place-error"' in answer.text
    await pins(ana, "question"), await pins(ana, "cool")
    answer = await ana.posts(f"{HERE}/comparison", **{"view-access": "nearly", "missing-question_quality": "Some"})
    assert answer.status_code == 422 and ">\nSome</textarea>" in answer.text
    assert 'id="missing-access-error"' in answer.text and 'id="view-question_quality-error"' in answer.text
    assert (await ana.opens("/feedback/practice/none")).status_code == 404


async def test_it_is_offered_where_one_reads_for_others(cohort):
    ana = await cohort.seats("Ana")
    assert 'href="/feedback/practice"' in (await ana.opens(f"/cohorts/{cohort.id}/feedback")).text


def test_every_own_note_stands_somewhere_once_or_beside_each_model_note_that_it_touches():
    def note(id, place, quote="", start=0, criterion=""):
        return PracticeNote(id, "warm", "words", place, criterion, quote, start)

    at = DRAFT.text.index("Did you understand")
    notes = [
        note(1, "whole"), note(2, "criterion", criterion="access"), note(3, "passage", DRAFT.text[at : at + 9], at),
        note(4, "passage", DRAFT.text[:6], 0),
    ]
    groups = compared(DRAFT, notes, ["question_quality", "access"])
    assert [group.criterion for group in groups] == ["question_quality", "access", ""]
    touched = {one.model.key: [note.id for note in one.own] for group in groups for one in group.models}
    assert touched == {model.key: [3] if model.key == "n2" else [] for model in DRAFT.models}
    assert [[note.id for note in group.own] for group in groups] == [[], [2], [1, 4]]
