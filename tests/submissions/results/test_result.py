"""The page of a result: what is met, what each reader saw, what would meet it, until when, and what is next (F85)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from community import words
from community.evidence import actions as works
from community.evidence import queries as evidence
from community.submissions.rules import Decided, Missing, Remark, State
from tests.support.attempts import (
    CODE,
    SAW,
    WOULD_MEET,
    comes_back_incomplete,
    earns,
    falls_short,
    has_submitted,
    makes_all,
    opens_a_window,
    settles,
    verdicts,
)  # fmt: skip
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted

SCHOOL_DAY = "2027-01-12T12:00+00:00"  # a Tuesday, noon where Ana lives


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


async def revises(person, *keys) -> None:
    for key in keys:
        work = (await evidence.standing(person, CODE)).work(key)
        await works.move(person, work, "revise")


async def test_not_yet_says_what_is_met_what_each_reader_saw_and_what_would_meet_it(at_home, ana, definition):
    submission = await has_submitted(ana)
    await falls_short(submission, definition, "talk_plan")
    page = (await at_home.get(f"{submission.address}/result")).text
    assert "Not Yet: 1 criterion to go" in page
    to_do, met = page.split('id="met-h"')
    assert to_do.count(SAW) == to_do.count(WOULD_MEET) == 2, "both readers"
    assert "Reader 1" in to_do and "Reader 2" in to_do and "Reader 3" not in page
    assert to_do.count("You are here.") == 1
    assert "Met. It is read again together with what you change in" in met, "the other criterion of that requirement"
    assert f'href="/work/{CODE}/talk_plan"' in to_do and "Go on with" in to_do
    application = (await evidence.standing(ana, CODE)).application
    assert words.day(application.safe_day, "en") in page and words.day(application.last_day, "en") in page


async def test_r56_where_readers_contradict_each_other_the_approvers_sentence_comes_first(at_home, ana, definition):
    submission = await has_submitted(ana)
    found = [
        one if one.met else replace(one, follow="Follow reader 2: two students are enough.")
        for one in await verdicts(definition, ("talk_plan",))
    ]
    await settles(submission, Decided(State.NOT_YET, tuple(found)))
    page = (await at_home.get(f"{submission.address}/result")).text
    assert page.index("Which to follow") < page.index("Follow reader 2: two") < page.index("Reader 1")


async def test_incomplete_says_what_is_missing_and_where_and_that_it_is_no_attempt(at_home, ana):
    submission = await has_submitted(ana)
    await comes_back_incomplete(submission, "talk_record")
    page = (await at_home.get(f"{submission.address}/result")).text
    assert "Incomplete: 1 thing is missing" in page and "The second page is empty." in page
    assert "this is not an attempt" in page and f'href="/work/{CODE}/talk_record"' in page


async def test_earned_says_so_and_nothing_is_left_to_do(at_home, ana, definition):
    submission = await has_submitted(ana)
    await earns(submission, definition)
    page = (await at_home.get(f"{submission.address}/result")).text
    assert "You have earned this micro-credential." in page and "To do" not in page and "safe submit" not in page


async def test_nobody_reads_it_before_it_is_told_and_nobody_else_ever(app, at_home, ana, definition):
    here = "/work/EL-02/result"
    assert (await at_home.get(here)).status_code == 404
    with clock_at(SCHOOL_DAY):
        submission = await has_submitted(ana, at_once=False)
        await falls_short(submission, definition, "talk_plan")
    assert (await at_home.get(f"{submission.address}/result")).status_code == 404
    assert (await at_home.get(here)).status_code == 404
    assert "Read the result" not in (await at_home.get(submission.address)).text
    ben = await make_person("Ben Okafor")
    await makes_all(ben, definition)
    await opens_a_window(ben, definition)
    told = await has_submitted(ben)
    await falls_short(told, definition, "talk_plan")
    assert (await at_home.get(f"{told.address}/result")).status_code == 404
    async with signed_in_client(app, ben) as client:
        assert (await client.get(here)).headers["location"] == f"{told.address}/result"
        assert "Read the result" in (await client.get(told.address)).text


async def test_home_and_work_lead_to_it(at_home, ana, definition):
    submission = await has_submitted(ana)
    await falls_short(submission, definition, "talk_plan")
    for page in ("/", f"/work/{CODE}"):
        assert f'href="/work/{CODE}/result"' in (await at_home.get(page)).text, page


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "in a cohort"])
async def test_r36_after_the_third_not_yet_a_talk_is_offered_and_it_may_be_submitted_again(app, alone):
    async with a_cohort(app, "Ana") as cohort:
        definition = await a_definition(CODE)
        member = cohort.members["Ana"]
        ana = await make_person("Ana Alone") if alone else member.person
        await makes_all(ana, definition)
        await opens_a_window(ana, definition)
        async with signed_in_client(app, ana) as client:
            for attempt in range(1, 5):
                submission = await has_submitted(ana)
                assert submission.attempt == attempt
                await falls_short(submission, definition, "talk_plan", "demand")
                await revises(ana, "talk_plan", "demand")
                page = (await client.get(f"{submission.address}/result")).text
                assert ("Talk it over" in page) == (attempt >= 3), attempt
            leader = cohort.facilitator.seat.id
            place = f"/cohorts/{cohort.id}/private-threads/new?to={leader}"
            assert ('#ask">' in page) if alone else (place in page and (await client.get(place)).status_code == 200)


async def test_a_former_result_leads_to_the_newest_and_asks_for_nothing(at_home, ana, definition):
    first = await has_submitted(ana)
    await falls_short(first, definition, "talk_plan", "demand")
    await revises(ana, "talk_plan", "demand")
    await falls_short(await has_submitted(ana), definition, "demand")
    page = (await at_home.get(f"{first.address}/result")).text
    assert "This is a former attempt." in page and "Go on with" not in page


async def test_a_result_asks_the_same_few_questions_however_much_was_said(at_home, ana, definition, monkeypatch):
    submission = await has_submitted(ana)
    await falls_short(submission, definition, "talk_plan", "demand", "students", "reflection")
    with questions_counted(monkeypatch) as few:
        await at_home.get(f"{submission.address}/result")
    assert few.total() <= 24


async def test_what_is_said_is_only_words(at_home, ana, definition):
    submission = await has_submitted(ana)
    evil = "<script>alert(1)</script> <b>bold</b>"
    found = [
        one if one.met else replace(one, follow=evil, remarks=(Remark(1, one.level, evil, evil),))
        for one in await verdicts(definition, ("talk_plan",))
    ]
    await settles(submission, Decided(State.NOT_YET, tuple(found)))
    page = (await at_home.get(f"{submission.address}/result")).text
    assert evil not in page and page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    await revises(ana, "talk_plan")
    again = await has_submitted(ana)
    await settles(again, Decided(State.RETURNED_INCOMPLETE, missing=(Missing("talk_plan", evil),)))
    assert evil not in (await at_home.get(f"{again.address}/result")).text


async def test_the_last_safe_day_is_that_of_the_window_that_was_opened_for_it(app, ana, definition):
    submission = await has_submitted(ana)
    before = (await evidence.standing(ana, CODE)).application.last_day
    with clock_at(f"{before}T12:00+00:00"):
        await falls_short(submission, definition, "talk_plan")
        async with signed_in_client(app, ana) as client:
            page = (await client.get(f"{submission.address}/result")).text
    assert words.day(before + timedelta(days=14), "en") in page
