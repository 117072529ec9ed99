"""An attempt after an attempt: all is carried over, changes are marked, what is met stays met, a note goes along."""

from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.errors import Conflict, Invalid
from community.evidence import actions as works
from community.evidence import queries as evidence
from community.evidence.artifacts import actions as files
from community.submissions import actions as submitting
from community.submissions import queries, rereading
from community.submissions.rules import Decided, Promise, State
from tests.support.artifacts import a_pdf, artifacts_of, attaches
from tests.support.attempts import (
    AGAIN,
    AT_ONCE,
    CHECK,
    CODE,
    PROMISES,
    SAW,
    SUBMIT,
    comes_back_incomplete,
    earns,
    falls_short,
    has_submitted,
    makes_all,
    number_in,
    opens_a_window,
    settles,
    submits,
    verdicts,
)  # fmt: skip
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes
from tests.support.feedback import asks, gives
from tests.support.people import form_in, signed_in_client
from tests.support.questions import questions_counted

BETTER = "talking " * 240 + "now"


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


@pytest_asyncio.fixture
async def first(ana, definition):
    """Her first attempt came back: the week of talk is not yet there."""
    submission = await has_submitted(ana)
    await falls_short(submission, definition, "talk_plan")
    return await queries.submission(ana, submission.number)


async def frozen(person, submission):
    return {one.requirement_key: one for one in await queries.frozen_works(person, submission)}


async def stays(submission) -> set[tuple[str, str]]:
    rows = await db.many(
        dict,
        "select requirement_key, criterion_key from submitted_stay where submission_id = :id order by 1, 2 limit 100",
        id=submission.id,
    )
    return {(row["requirement_key"], row["criterion_key"]) for row in rows}


async def test_r37_it_carries_everything_over_and_marks_what_changed(ana, definition, first):
    await writes(ana, definition, "talk_plan", BETTER)
    second = await has_submitted(ana)
    before, now = await frozen(ana, first), await frozen(ana, second)
    assert set(now) == set(before) and now["talk_plan"].text == BETTER
    assert {key for key, one in now.items() if one.changed} == {"talk_plan"}
    assert {key: one.text for key, one in now.items() if key != "talk_plan"} == {
        key: one.text for key, one in before.items() if key != "talk_plan"
    }
    old, new = [await queries.frozen_files(ana, one) for one in (first, second)]
    assert [(f.requirement_key, f.sha256, f.name) for f in old] == [(f.requirement_key, f.sha256, f.name) for f in new]
    assert not {f.number for f in old} & {f.number for f in new}
    pages = "select count(*) from submitted_page where submitted_file_id = :id"
    assert [await db.value(pages, id=f.id) for f in old] == [await db.value(pages, id=f.id) for f in new] == [2]
    assert not any(one.changed for one in before.values()), "of a first attempt nothing is marked"


async def test_r37_after_an_upheld_appeal_numbers_and_marks_are_those_of_the_copy(ana, definition, first):
    await writes(ana, definition, "talk_plan", BETTER)
    second = await has_submitted(ana)
    await falls_short(second, definition, "talk_plan")
    assert await rereading.read_anew(second.id, clock.now()), "the premise"
    copy, *_before = await queries.submissions(ana)
    assert copy.attempt == 2
    assert {key for key, one in (await frozen(ana, copy)).items() if one.changed} == {"talk_plan"}
    await falls_short(copy, definition, "talk_plan")
    third = await has_submitted(ana)
    assert third.attempt == 3, "what was read anew is one attempt, not two"
    assert not any(one.changed for one in (await frozen(ana, third)).values()), "nothing has changed since the copy"


async def test_r38_what_was_met_in_a_result_that_does_not_hold_is_read_again(ana, definition, first):
    assert await rereading.read_anew(first.id, clock.now()), "the premise"
    copy, *_before = await queries.submissions(ana)
    await comes_back_incomplete(copy, "talk_plan")
    again = await has_submitted(ana)
    assert again.attempt == 1 and await stays(again) == set()


async def test_r37_another_file_is_a_change(ana, definition):
    submission = await has_submitted(ana)
    await falls_short(submission, definition, "talk_record", "talk_plan")
    for file in await artifacts_of(ana, definition, "talk_record"):
        await files.remove(ana, file)
    await attaches(ana, definition, "talk_record", "another.pdf", a_pdf(pages=1))
    now = await frozen(ana, await has_submitted(ana))
    assert {key for key, one in now.items() if one.changed} == {"talk_record"}


async def test_r37_without_a_note_it_is_not_submitted_and_what_was_typed_stays(at_home, ana, definition, first):
    await writes(ana, definition, "talk_plan", BETTER)
    answer = await submits(at_home, **PROMISES, **AT_ONCE, note="  ", another="yes", context="Third grade, in May")
    assert answer.status_code == 422 and "Say to the reviewers what you did" in answer.text
    assert "Third grade, in May" in answer.text and 'name="another" value="yes" checked' in answer.text
    with pytest.raises(Conflict):
        await submitting.submit(ana, CODE, list(Promise))
    answer = await submits(at_home, **PROMISES, **AT_ONCE, **AGAIN)
    made = await queries.submission(ana, number_in(answer.headers["location"]))
    assert made.note == AGAIN["note"] and made.attempt == 2
    assert AGAIN["note"] in (await at_home.get(made.address)).text


async def test_r37_a_first_attempt_needs_no_note_and_keeps_none(at_home, ana):
    assert 'name="note"' not in (await at_home.get(CHECK)).text
    answer = await submits(at_home, **PROMISES, **AT_ONCE, **AGAIN)
    assert (await queries.submission(ana, number_in(answer.headers["location"]))).note == ""


async def test_r50_a_note_that_names_its_writer_is_not_sent(at_home, ana, first):
    answer = await submits(at_home, **PROMISES, **AT_ONCE, note="As Torres I changed the plan.")
    assert answer.status_code == 422 and "Take out “Torres”" in answer.text and "As Torres I changed" in answer.text


async def test_r38_what_was_met_and_is_unchanged_is_not_read_again_and_stays_in_the_result(ana, definition, first):
    await writes(ana, definition, "talk_plan", BETTER)
    second = await has_submitted(ana)
    kept = await stays(second)
    assert kept and "talk_plan" not in {key for key, _criterion in kept}
    read_again = [one for one in await verdicts(definition) if one.requirement_key == "talk_plan"]
    await settles(second, Decided(State.EARNED, tuple(read_again)))
    found = await queries.verdicts_by_id(second.id)
    assert len(found) == len(await verdicts(definition))
    assert {(one.requirement_key, one.criterion_key) for one in found if one.stays} == kept
    assert {one.level for one in found} == {"meets"}
    award = await db.value("select count(*) from award where submission_number = :number", number=second.number)
    assert award == 1


async def test_r38_a_met_criterion_stays_where_its_requirement_was_not_changed_at_all(ana, definition, first):
    work = (await evidence.standing(ana, CODE)).work("talk_plan")
    await works.move(ana, work, "revise")
    second = await has_submitted(ana)
    assert ("talk_plan", "support") in await stays(second), "only what fell short is read again"
    assert ("talk_plan", "two_voices") not in await stays(second)


async def test_r38_what_is_met_is_read_only_until_its_author_takes_it_up_on_purpose(at_home, ana, definition, first):
    here = f"/work/{CODE}/demand"
    page = (await at_home.get(here)).text
    assert "This is met, and stays met." in page and "readonly" in page and 'id="save"' not in page
    assert "all its criteria are read again" in page, "the warning"
    with pytest.raises(Invalid):
        await writes(ana, definition, "demand", BETTER)
    (file, *_) = await artifacts_of(ana, definition, "talk_record")
    with pytest.raises(Conflict):
        await files.remove(ana, file)
    with pytest.raises(Conflict):
        await attaches(ana, definition, "talk_record", "more.pdf", a_pdf())
    assert 'id="file-form"' not in (await at_home.get(f"/work/{CODE}/talk_record/files")).text
    answer = await at_home.post(f"{here}/taking-up", data=form_in(page, f"{here}/taking-up"))
    assert answer.status_code == 303
    assert str((await evidence.standing(ana, CODE)).work("demand").state) == "revising"
    await writes(ana, definition, "demand", BETTER)
    second = await has_submitted(ana)
    assert "demand" not in {key for key, _criterion in await stays(second)}, "its evidence was changed"
    await earns(second, definition)


async def test_r38_what_was_edited_while_it_was_read_does_not_change_what_was_judged(ana, definition):
    submission = await has_submitted(ana)
    await writes(ana, definition, "demand", BETTER)
    await falls_short(submission, definition, "talk_plan")
    second = await has_submitted(ana)
    before, now = [await frozen(ana, one) for one in (submission, second)]
    assert now["demand"].text == before["demand"].text != BETTER and not now["demand"].changed
    assert "demand" in {key for key, _criterion in await stays(second)}


async def test_r39_another_lesson_goes_along_with_its_context(at_home, ana, definition, first):
    await writes(ana, definition, "talk_plan", BETTER)
    page = await submits(at_home, **PROMISES, **AT_ONCE, **AGAIN, another="yes", context="")
    assert page.status_code == 422 and "which lesson it is, and with whom" in page.text
    said = "A third grade, in May, on the water cycle."
    answer = await submits(at_home, **PROMISES, **AT_ONCE, **AGAIN, another="yes", context=said)
    note = (await queries.submission(ana, number_in(answer.headers["location"]))).note
    assert note.startswith(AGAIN["note"]) and note.endswith(said)


async def test_r9_a_resubmission_never_costs_again(ana, definition, first):
    await db.run("update membership set ends_on = :day where person_id = :id", day=clock.now().date(), id=ana.id)
    fees = "select count(*) from fee where person_id = :id"
    before = await db.value(fees, id=ana.id)
    await writes(ana, definition, "talk_plan", BETTER)
    assert (await has_submitted(ana)).attempt == 2
    assert await db.value(fees, id=ana.id) == before


async def test_r37_after_an_incomplete_one_the_same_holds_and_nothing_stays_met(at_home, ana, definition):
    await comes_back_incomplete(await has_submitted(ana), "talk_record")
    await attaches(ana, definition, "talk_record", "second.pdf", a_pdf(pages=1))
    assert 'name="note"' in (await at_home.get(CHECK)).text
    second = await has_submitted(ana)
    assert {key for key, one in (await frozen(ana, second)).items() if one.changed} == {"talk_record"}
    assert await stays(second) == set()


async def test_r47_the_note_is_begun_from_what_came_back_and_from_the_ledger_without_a_peers_name(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        definition = await a_definition(CODE)
        await db.run("update person set name = 'Benedict Quisenberry' where id = :id", id=ben.person.id)
        await makes_all(ana.person, definition)
        await opens_a_window(ana.person, definition)
        await falls_short(await has_submitted(ana.person), definition, "talk_plan")
        request = await asks(cohort, ana)
        await gives(ben, request)
        later = clock.now() + timedelta(seconds=1)
        await db.run("update note set uptake = 'used', taken_up_at = :at where kind <> 'warm'", at=later)
        page = (await ana.opens(CHECK)).text
        note = page.split('name="note"')[1].split("</textarea>")[0]
        assert "2.1 Questions need two voices (Artifact 1" in note
        assert "I used" in note and "colleague" in note and "Quisenberry" not in note


async def test_beside_the_draft_stands_what_came_back_and_what_changed_since(at_home, ana, definition, first):
    here = f"/work/{CODE}/talk_plan"
    assert f'hx-get="{here}/changes"' in (await at_home.get(here)).text
    page = (await at_home.get(f"{here}/changes")).text
    assert page.count(SAW) == 2 and "As it was" in page
    await writes(ana, definition, "talk_plan", BETTER + " two students.")
    page = (await at_home.get(f"{here}/changes")).text
    assert "Text changed" in page and "<ins>" in page and "two students." in page
    check = (await at_home.get(CHECK)).text
    assert "Text changed" in check and check.count("Met, and carried over as it was judged") == 5
    assert (await at_home.get(f"/work/{CODE}/no_such/changes")).status_code == 404


async def test_before_a_result_there_is_nothing_to_compare_with(at_home, ana):
    assert (await at_home.get(f"/work/{CODE}/talk_plan/changes")).status_code == 404
    await has_submitted(ana)
    assert (await at_home.get(f"/work/{CODE}/talk_plan/changes")).status_code == 404


async def test_what_is_met_is_taken_up_only_while_one_can_submit(at_home, ana, definition, first):
    here = f"/work/{CODE}/demand/taking-up"
    fields = form_in((await at_home.get(f"/work/{CODE}/demand")).text, here)
    await has_submitted(ana)
    assert (await at_home.post(here, data=fields)).status_code == 409


async def test_the_check_of_a_second_attempt_asks_few_questions(at_home, ana, definition, first, monkeypatch):
    with questions_counted(monkeypatch) as few:
        await at_home.get(CHECK)
    assert few.total() <= 36
    page = (await at_home.get(CHECK)).text
    assert f'action="{SUBMIT}"' in page
