"""What was made becomes an attempt: checked, promised, frozen, received, taken back (R30, R31, R34, R35, R58)."""

import asyncio
import contextvars
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db, words
from community.catalogue import queries as catalogue
from community.evidence import actions as drafting
from community.evidence import due
from community.evidence import queries as evidence
from community.evidence.artifacts import actions as files
from community.evidence.artifacts import queries as artifacts
from community.evidence.scrub import actions as scrub
from community.people import letters
from community.submissions import actions as submitting
from community.submissions import queries
from community.submissions.readiness import readiness
from community.submissions.rules import Hint, Must, Promise
from community.uploads import keeping
from tests.evidence.artifacts.test_files import stored
from tests.evidence.test_due import letters_waiting
from tests.support.artifacts import a_pdf, artifacts_of, attaches
from tests.support.attempts import (
    CHECK,
    CODE,
    PROMISES,
    SUBMIT,
    WORD,
    makes_all,
    number_in,
    states,
    submits,
)  # fmt: skip
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at, events_about, requirement_of, writes
from tests.support.feedback import asks, gives
from tests.support.people import form_in, mail_to, make_person, signed_in_client
from tests.support.pictures import a_picture
from tests.support.questions import questions_counted


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


async def sent(client) -> str:
    answer = await submits(client)
    assert answer.status_code == 303, answer.text[answer.text.index("musts-h") :][:3000]
    return number_in(answer.headers["location"])


async def of(person, number):
    return await queries.submission(person, number)


async def test_r30_all_of_it_is_submitted_at_once_with_three_promises(at_home, ana, definition):
    number = await sent(at_home)
    standing = await evidence.standing(ana, CODE)
    assert standing.application.state == "submitted" and standing.attempt == "submitted"
    assert await states(ana) == {"submitted"}
    page = (await at_home.get(f"/submissions/{number}")).text
    assert "Your receipt" in page and "Take it back" in page


@pytest.mark.parametrize("left_out", PROMISES)
async def test_r30_without_a_promise_nothing_is_submitted_and_the_others_stay_ticked(at_home, ana, left_out):
    given = {promise: "yes" for promise in PROMISES if promise != left_out}
    answer = await submits(at_home, **given)
    assert answer.status_code == 422 and "Tick this promise, if it holds." in answer.text
    assert re.findall(r'id="(\w+)-error"', answer.text) == [left_out]
    ticked = [promise for promise in PROMISES if f'name="{promise}" value="yes" checked' in answer.text]
    assert ticked == list(given)
    assert await queries.submissions(ana) == []


async def test_r30_what_is_missing_is_listed_with_where_it_is_mended(at_home, ana, definition):
    await writes(ana, definition, "reflection", "")
    await writes(ana, definition, "talk_plan", "")
    await writes(ana, definition, "demand", f"{WORD * 200} and then Marisol began.")
    page = (await at_home.get(CHECK)).text
    for place in ("reflection", "talk_plan", "demand/names"):
        assert f'href="/work/{CODE}/{place}"' in page
    answer = await submits(at_home)
    assert answer.status_code == 409 and "Something is missing by now" in answer.text
    assert await queries.submissions(ana) == [] and "submitted" not in await states(ana)


async def test_r30_a_file_that_waits_stands_in_the_way(at_home, ana, definition):
    (file, *_) = await artifacts_of(ana, definition, "talk_record")
    await db.run("update upload set state = 'checking' where id = :id", id=file.id)
    page = (await at_home.get(CHECK)).text
    assert "A file is still on its way, or was refused" in page and file.address in page
    assert (await submits(at_home)).status_code == 409


async def test_r30_a_picture_without_words_stands_in_the_way_until_it_has_them(at_home, ana, definition):
    picture = await attaches(ana, definition, "talk_plan", "board.png", a_picture())
    wanting = "A picture does not say what is on it"
    page = (await at_home.get(CHECK)).text
    assert wanting in page and f'href="{picture.address}"' in page
    assert (await submits(at_home)).status_code == 409 and await queries.submissions(ana) == []
    await files.describe(ana, picture, artifacts.Said(picture.name, "A board with two columns"))
    page = (await at_home.get(CHECK)).text
    assert wanting not in page and f'href="{picture.address}"' not in page
    assert (await submits(at_home)).status_code == 303


async def test_r30_a_text_written_in_two_places_stands_in_the_way_until_one_is_chosen(at_home, ana, definition):
    work, asked = await evidence.work(ana, CODE, "talk_plan"), await requirement_of(definition, "talk_plan")
    both = [WORD * (asked.min_words + more) for more in (1, 2)]
    for device, text in zip(("Laptop", "Phone"), both, strict=True):
        work = await drafting.draft(ana, definition, asked, text, 1, device, device.lower())
    (beside,) = await evidence.conflicts(ana, work)
    wanting = "A text was written in two places: choose what holds"
    page = (await at_home.get(CHECK)).text
    assert wanting in page and f'href="/work/{CODE}/talk_plan"' in page
    assert (await submits(at_home)).status_code == 409 and await queries.submissions(ana) == []
    await drafting.choose(ana, work, beside.number, beside.text)
    assert wanting not in (await at_home.get(CHECK)).text
    assert (await submits(at_home)).status_code == 303


async def test_r32_what_shows_students_without_a_release_stands_in_the_way(at_home, ana, definition):
    (file, *_) = await artifacts_of(ana, definition, "talk_record")
    await files.describe(ana, file, artifacts.Said(file.name, with_students=True))
    assert "its release is not ticked" in (await at_home.get(CHECK)).text
    assert (await submits(at_home)).status_code == 409


@pytest.mark.parametrize(("kind", "stands_in_the_way"), [("hard", True), ("advisory", False)])
async def test_r29_a_hard_limit_blocks_submit_and_an_advisory_range_is_a_hint(ana, definition, kind, stands_in_the_way):
    await writes(ana, definition, "students", WORD * 20)
    standing = await evidence.standing(ana, CODE)
    asked = [replace(one, limit_kind=kind) for one in standing.requirements]
    found = await readiness(ana, replace(standing, requirements=asked))
    assert [(point.what, point.key) for point in found.missing] == [(Must.LIMITS, "students")] * stands_in_the_way
    hints = [(hint.what, hint.key, hint.count) for hint in found.hints]
    assert hints == [] if stands_in_the_way else hints == [(Hint.RANGE, "students", 20)]


async def test_a_hint_says_what_the_guide_is(at_home, ana):
    advisory = await a_definition("PAR-06")
    asked = next(one for one in await catalogue.public_requirements(advisory.id) if one.limit_kind == "advisory")
    await writes(ana, advisory, asked.key, WORD * 20)
    page = (await at_home.get(CHECK.replace(CODE, advisory.code))).text
    assert f"has 20 words; the guide is {asked.min_words} to {asked.max_words}" in page


async def test_without_an_open_window_one_may_check_and_not_submit(app, definition):
    ben = await make_person("Ben Okafor")
    await makes_all(ben, definition)
    async with signed_in_client(app, ben) as client:
        page = (await client.get(CHECK)).text
        assert "Your window is not open" in page and f'action="{SUBMIT}"' not in page
        csrf = page.split('name="csrf" value="')[1].split('"')[0]
        key = {"post_key": "6d0e7b0e-5a1c-4a53-9c0c-0f3f2b1d9a10", "csrf": csrf}
        answer = await client.post(SUBMIT, data=PROMISES | key)
        assert answer.status_code == 409 and "Your window is not open" in answer.text


async def test_r34_the_copy_stays_as_it_was_whatever_becomes_of_the_draft(at_home, ana, definition):
    before = await evidence.work(ana, CODE, "reflection")
    number = await sent(at_home)
    await writes(ana, definition, "reflection", "Quite another text.")
    for file in await artifacts_of(ana, definition, "talk_record"):
        await files.remove(ana, file)
    await keeping.forget_files({})
    assert await states(ana) == {"submitted"}, "later edits touch only the draft"
    submission = await of(ana, number)
    works = {work.requirement_key: work for work in await queries.frozen_works(ana, submission)}
    assert works["reflection"].text == before.text
    assert all(hashlib.sha256(work.text.encode()).hexdigest() == work.sha256 for work in works.values())
    frozen = await queries.frozen_files(ana, submission)
    assert len(frozen) == 1
    for file in frozen:
        content = (await at_home.get(f"/submissions/{number}/files/{file.number}")).content
        assert hashlib.sha256(content).hexdigest() == file.sha256 and len(content) == file.size
    assert submission.definition_sha256 == await db.value(
        "select sha256 from definition_version where id = :id", id=definition.id
    )


async def test_r31_a_frozen_file_has_a_neutral_name_and_nothing_of_its_author_inside(at_home, ana, definition):
    await attaches(ana, definition, "talk_plan", "zweitplan.pdf", a_pdf(author="Wilhelmina Quisenberry"))
    await answers_all(ana)
    number = await sent(at_home)
    frozen = await queries.frozen_files(ana, await of(ana, number))
    assert [file.name for file in frozen] == ["talk-plan-1.pdf", "talk-record-1.pdf"]
    answer = await at_home.get(f"/submissions/{number}/files/{frozen[0].number}")
    assert b"Quisenberry" not in answer.content and "talk-plan-1.pdf" in answer.headers["content-disposition"]
    assert "zweitplan" not in (await at_home.get(f"/submissions/{number}")).text


async def answers_all(person) -> None:
    """Whatever was found is answered."""
    standing = await evidence.standing(person, CODE)
    for work in standing.works.values():
        for finding in await scrub.check(person, work):
            await scrub.answer(person, work, finding.key)


async def test_r35_it_is_taken_back_within_the_hour_and_goes_on_as_a_draft(at_home, ana):
    number = await sent(at_home)
    here, back = f"/submissions/{number}", f"/submissions/{number}/taking-back"
    answer = await at_home.post(back, data=form_in((await at_home.get(here)).text, back))
    assert answer.status_code == 303
    assert await states(ana) == {"ready"}
    assert (await evidence.standing(ana, CODE)).application.state == "open"
    assert "You took it back" in (await at_home.get(here)).text
    again = await sent(at_home)
    assert again != number and (await of(ana, again)).attempt == 1, "what was taken back counts for nothing"


async def test_r35_after_an_hour_it_stays(at_home, ana):
    number = await sent(at_home)
    here = f"/submissions/{number}"
    fields = form_in((await at_home.get(here)).text, f"{here}/taking-back")
    clock.move(timedelta(minutes=61))
    try:
        answer = await at_home.post(f"{here}/taking-back", data=fields)
        assert answer.status_code == 409 and "It can be taken back no more" in answer.text
        assert f'action="{here}/taking-back"' not in answer.text
    finally:
        clock.move(-timedelta(minutes=61))
    assert await states(ana) == {"submitted"}


async def test_after_the_hour_it_is_withdrawn_while_nobody_reads_it_and_its_window_goes_on(at_home, ana):
    number = await sent(at_home)
    here = f"/submissions/{number}"
    assert "Withdraw it" not in (await at_home.get(here)).text, "within the hour it is taken back"
    clock.move(timedelta(minutes=61))
    try:
        fields = form_in((await at_home.get(here)).text, f"{here}/withdrawal")
        assert (await at_home.post(f"{here}/withdrawal", data=fields)).status_code == 303
        assert "You withdrew it:" in (await at_home.get(here)).text
        assert (await at_home.post(f"{here}/withdrawal", data=fields)).status_code == 409
    finally:
        clock.move(-timedelta(minutes=61))
    assert await states(ana) == {"ready"}
    standing = await evidence.standing(ana, CODE)
    assert standing.application.state == "open" and standing.attempt == "withdrawn"
    again = await of(ana, await sent(at_home))
    assert again.attempt == 1, "what nobody read is no attempt"


async def test_once_somebody_reads_it_it_is_withdrawn_no_more(at_home, ana):
    number = await sent(at_home)
    here = f"/submissions/{number}"
    clock.move(timedelta(minutes=61))
    try:
        fields = form_in((await at_home.get(here)).text, f"{here}/withdrawal")
        await db.run("update submission set claimed_at = :at where number = :number", at=clock.now(), number=number)
        answer = await at_home.post(f"{here}/withdrawal", data=fields)
        assert answer.status_code == 409 and "somebody has begun to read it" in answer.text
        assert f'action="{here}/withdrawal"' not in answer.text
    finally:
        clock.move(-timedelta(minutes=61))
    assert await states(ana) == {"submitted"}


async def test_r24_what_is_submitted_does_not_expire(at_home, ana):
    await sent(at_home)
    with clock_at("2028-01-01T00:00:00Z"):
        await due.expire({})
    assert await states(ana) == {"submitted"}


async def test_pressed_twice_or_in_two_tabs_it_is_one_attempt(at_home, ana):
    fields = form_in((await at_home.get(CHECK)).text, SUBMIT) | PROMISES
    twice = await asyncio.gather(*(at_home.post(SUBMIT, data=fields) for _ in range(3)))
    assert {answer.status_code for answer in twice} == {303}
    assert len({answer.headers["location"] for answer in twice}) == 1
    assert len(await queries.submissions(ana)) == 1


async def test_two_tabs_with_a_key_each_make_one_attempt(at_home, ana):
    tabs = [form_in((await at_home.get(CHECK)).text, SUBMIT) | PROMISES for _ in range(2)]
    answers = await asyncio.gather(*(at_home.post(SUBMIT, data=fields) for fields in tabs))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(await queries.submissions(ana)) == 1


async def test_what_is_saved_at_the_same_moment_is_in_the_copy_or_only_in_the_draft(at_home, ana, definition):
    fields = form_in((await at_home.get(CHECK)).text, SUBMIT) | PROMISES
    later = WORD * 251
    writing = writes(ana, definition, "reflection", later)
    answer, _work = await asyncio.gather(at_home.post(SUBMIT, data=fields), writing)
    (frozen,) = [
        work
        for work in await queries.frozen_works(ana, await of(ana, number_in(answer.headers["location"])))
        if work.requirement_key == "reflection"
    ]
    assert frozen.words in (250, 251) and (await evidence.work(ana, CODE, "reflection")).text == later
    assert await states(ana) == {"submitted"}


async def test_r34_a_file_that_is_taken_away_while_it_is_frozen_stays_in_the_copy(ana, definition):
    """Whoever takes it away waits for the copy; the store then keeps what the copy holds."""
    (file,) = await artifacts_of(ana, definition, "talk_record")
    async with db.transaction():
        number = await submitting.submit(ana, CODE, set(Promise))
        context = contextvars.Context()  # somebody else's connection, not this transaction's
        removing = asyncio.get_running_loop().create_task(files.remove(ana, file), context=context)
        done, _waits = await asyncio.wait({removing}, timeout=0.5)
        assert not done, "it waits its turn"
    await removing
    await keeping.forget_files({})
    (frozen,) = await queries.frozen_files(ana, await of(ana, number))
    assert frozen.file in stored() and await artifacts_of(ana, definition, "talk_record") == []


async def test_r58_the_receipt_comes_by_mail_with_the_expected_day(at_home, ana):
    number = await sent(at_home)
    submission = await of(ana, number)
    (payload,) = await letters_waiting(f"receipt {submission.id}")
    await letters.deliver(payload)
    told = await mail_to(ana.email, "We have your submission")
    assert submission.spoken in told.subject and f"/submissions/{number}" in told.text
    assert "You can take it back until" in told.text and words.day(submission.expected_on, "en") in told.text
    assert (await events_about("submission.sent", submission.id))[0].by == ana.id


async def test_nobody_else_sees_an_attempt(app, at_home, definition):
    number = await sent(at_home)
    async with signed_in_client(app, await make_person("Eve Marsh")) as eve:
        assert (await eve.get(f"/submissions/{number}")).status_code == 404
        assert (await eve.get(f"/submissions/{number}/files/{number}")).status_code == 404


async def test_the_check_asks_the_same_few_questions_however_much_there_is(at_home, ana, definition, monkeypatch):
    with questions_counted(monkeypatch) as few:
        await at_home.get(CHECK)
    for _ in range(2):
        await attaches(ana, definition, "talk_record", "more.pdf", a_pdf())
    with questions_counted(monkeypatch) as many:
        await at_home.get(CHECK)
    assert many.total() == few.total() <= 22


async def test_a_file_that_nobody_holds_any_more_leaves_the_store(at_home, ana, definition):
    number = await sent(at_home)
    (file, *_) = await queries.frozen_files(ana, await of(ana, number))
    await db.run("delete from application where person_id = :id", id=ana.id)
    await keeping.forget_files({})
    assert file.file in stored(), "the draft has it still"
    for artifact in await artifacts_of(ana, definition, "talk_record"):
        await files.remove(ana, artifact)
    await keeping.forget_files({})
    assert file.file not in stored()


async def test_open_notes_of_colleagues_are_a_hint_until_they_are_dealt_with(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        request = await asks(cohort, ana)
        await gives(ben, request)
        check = f"/work/{cohort.cohort.code}/submissions/new"
        assert "2 notes of colleagues are still open" in (await ana.opens(check)).text
        await db.run("update note set uptake = 'used', taken_up_at = :at", at=clock.now())
        assert "still open" not in (await ana.opens(check)).text
