"""A claim is exclusive, runs out after eight hours without saving, and never loses a text (R53)."""

import asyncio
import contextvars
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.errors import Conflict, NotFound
from community.people.queries import people_by_id
from community.review.claims import actions as claiming
from community.review.deciding.rules import Said
from community.review.judging import actions as judging
from community.review.judging import queries as begun
from community.review.rules import LEASE, MOST_CLAIMS
from community.submissions import actions as submitting
from community.submissions import queries as submissions
from tests.support.evidence import events_about
from tests.support.people import form_in, signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, claims_it, own_claim, presses, recommends, state_of


@pytest_asyncio.fixture
async def rita(vera, definition):
    return await a_reviewer(vera.desk, definition)


async def test_r53_twenty_claim_at_once_and_exactly_the_places_are_given(vera, definition):
    submission = await an_attempt(definition)
    reviewers = [await a_reviewer(vera.desk, definition, f"Reader {number}") for number in range(20)]

    async def one(person):
        try:
            return (await claims_it(person, submission)).reader
        except (Conflict, NotFound):
            return None

    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(one(person), context=contextvars.Context()) for person in reviewers]
    given = [reader for reader in await asyncio.gather(*tasks) if reader is not None]
    assert sorted(given) == [1, 2]
    assert await db.value("select count(*) from review_claim where submission_id = :id", id=submission.id) == 2


async def test_r53_one_reader_where_the_issuer_wants_one(vera, definition, rita):
    await db.run("update issuer set readers = 1 where slug = 'hazelbrook-institute'")
    try:
        submission, other = await an_attempt(definition), await a_reviewer(vera.desk, definition, "Otto Second")
        assert (await claims_it(rita, submission)).reader == 1
        with pytest.raises(NotFound):
            await claims_it(other, submission)
    finally:
        await db.run("update issuer set readers = 2 where slug = 'hazelbrook-institute'")


async def test_r35_the_first_claim_ends_the_time_to_take_it_back(rita, definition):
    submission = await an_attempt(definition)
    ana = await earner(submission)
    fresh = await submissions.submission(ana, submission.number)
    assert fresh.can_be_taken_back(clock.now()), "the premise"
    await claims_it(rita, submission)
    with pytest.raises(Conflict):
        await submitting.take_back(ana, fresh)
    assert await state_of(submission) == "submitted"


async def earner(submission):
    return (await people_by_id([submission.person_id]))[submission.person_id]


async def test_what_was_taken_back_cannot_be_claimed(rita, definition):
    submission = await an_attempt(definition)
    taken_back = "update submission set state = 'taken_back', ended_at = :at where id = :id"
    await db.run(taken_back, id=submission.id, at=clock.now())
    with pytest.raises(NotFound):
        await claims_it(rita, submission)


async def test_r53_nobody_holds_more_than_three_also_when_pressed_at_once(rita, definition):
    submissions_ = [await an_attempt(definition) for _one in range(MOST_CLAIMS + 2)]

    async def one(submission):
        try:
            return await claims_it(rita, submission)
        except Conflict:
            return None

    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(one(submission), context=contextvars.Context()) for submission in submissions_]
    assert len([claim for claim in await asyncio.gather(*tasks) if claim]) == MOST_CLAIMS


async def test_claimed_twice_it_is_the_same_claim(rita, definition):
    submission = await an_attempt(definition)
    first, second = await claims_it(rita, submission), await claims_it(rita, submission)
    assert first.id == second.id and len(await events_about("review.claimed", first.id)) == 1


async def test_r53_it_runs_out_after_eight_hours_without_saving_and_is_free_again(vera, rita, definition, later):
    submission, other = await an_attempt(definition), await a_reviewer(vera.desk, definition, "Otto Second")
    third = await a_reviewer(vera.desk, definition, "Tina Third")
    await claims_it(rita, submission)
    await claims_it(other, submission)
    later(LEASE - timedelta(minutes=1))
    await judging.save(other, await own_claim(other, submission), all_at(definition), "")
    with pytest.raises(NotFound):
        await claims_it(third, submission)
    later(timedelta(minutes=1))
    await claiming.expire({})
    mine, theirs = await own_claim(rita, submission), await own_claim(other, submission)
    assert mine.ending == "expired" and theirs.ending == "", "who saved goes on"
    told = await events_about("review.lapsed", mine.id)
    assert [event.topic for event in told] == [f"submission:{submission.number}"]
    assert (await claims_it(third, submission)).reader == mine.reader


async def test_r53_a_place_is_free_when_its_hours_are_over_also_before_the_job_runs(vera, rita, definition, later):
    submission = await an_attempt(definition)
    first = await claims_it(rita, submission)
    later(LEASE)
    other = await a_reviewer(vera.desk, definition, "Otto Second")
    assert (await claims_it(other, submission)).reader == first.reader


async def test_r53_writing_afterwards_says_so_and_keeps_the_text(app, rita, definition, later):
    submission = await an_attempt(definition)
    await claims_it(rita, submission)
    async with signed_in_client(app, rita) as client:
        here = f"/reviews/{submission.number}"
        fields = form_in((await client.get(here)).text, f"{here}/draft") | {"saw-supports": "Much of it is there"}
        key = next(iter(all_at(definition))).criterion_key
        fields |= {f"level-{key}": "meets", f"saw-{key}": "What I had begun to write"}
        later(LEASE)
        async with signed_in_client(app, rita) as client:
            page = (await client.get("/reviews")).text
            fields["csrf"] = page.split('name="csrf" value="')[1].split('"')[0]
            answer = await client.post(f"{here}/draft", data=fields, headers={"hx-request": "true"})
            assert answer.status_code == 409 and "This is yours no more. Your text is kept" in answer.text
            plain = await client.post(f"{here}/draft", data=fields)
            assert plain.status_code == 409 and "Your text is kept" in plain.text
            assert "What you had begun is kept" in (await client.get(here)).text
            assert (await client.post(f"{here}/claims", data={"csrf": fields["csrf"]})).status_code == 303
            assert "What I had begun to write" in (await client.get(here)).text


async def test_a_late_autosave_of_what_was_sent_meanwhile_is_answered_kindly(app, rita, definition):
    submission = await an_attempt(definition)
    claim = await claims_it(rita, submission)
    await judging.check(rita, claim, [])
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, rita) as client:
        fields = form_in((await client.get(here)).text, f"{here}/draft")
        await judging.send(rita, claim, all_at(definition), "")
        late = await client.post(f"{here}/draft", data=fields, headers={"hx-request": "true"})
        assert late.status_code == 204
        by_hand = await client.post(f"{here}/draft", data=fields)
        assert by_hand.status_code == 409, "a form that is sent by hand is told"


async def test_r53_sending_afterwards_sends_nothing(rita, definition, later):
    submission = await an_attempt(definition)
    claim = await claims_it(rita, submission)
    await judging.check(rita, claim, [])
    later(LEASE)
    with pytest.raises(judging.Gone):
        await judging.send(rita, claim, all_at(definition), "")
    assert await begun.sent_by_id(submission.id) == []
    assert (await begun.draft(rita, submission.id)).said, "and keeps all of it"


async def test_given_back_it_is_free_and_the_text_waits_for_its_writer(app, vera, rita, definition):
    submission, other = await an_attempt(definition), await a_reviewer(vera.desk, definition, "Otto Second")
    claim = await claims_it(rita, submission)
    await judging.save(rita, claim, [Said("x", "meets", "Mine alone")], "")
    async with signed_in_client(app, rita) as client:
        here = f"/reviews/{submission.number}"
        answer = await presses(client, here, f"{here}/return")
        assert answer.status_code == 303
        assert "What you had begun is kept" in (await client.get(here)).text
    assert (await claims_it(other, submission)).reader == claim.reader
    assert (await begun.draft(other, submission.id)).said == {}, "nobody else sees it"


async def test_saving_keeps_the_claim(rita, definition, later):
    submission = await an_attempt(definition)
    await claims_it(rita, submission)
    for _time in range(3):
        later(timedelta(hours=7))
        await judging.save(rita, await own_claim(rita, submission), all_at(definition), "")
    await claiming.expire({})
    assert (await own_claim(rita, submission)).ending == ""


async def test_who_holds_nothing_cannot_open_it(app, vera, rita, definition):
    submission, other = await an_attempt(definition), await a_reviewer(vera.desk, definition, "Otto Second")
    await claims_it(rita, submission)
    async with signed_in_client(app, other) as client:
        here = f"/reviews/{submission.number}"
        page = (await client.get(here)).text
        assert "Read it" in page and "What was made for" not in page
        for door in ("/draft", "/check", "/recommendation", "/return", "/comments"):
            fields = {"csrf": page.split('name="csrf" value="')[1].split('"')[0]}
            assert (await client.post(here + door, data=fields)).status_code == 404, door


async def test_after_the_decision_nothing_is_claimed(vera, rita, definition):
    submission = await an_attempt(definition)
    other, third = [await a_reviewer(vera.desk, definition, name) for name in ("Otto Second", "Tina Third")]
    for person in (rita, other):
        await recommends(person, submission, all_at(definition))
    assert await state_of(submission) == "earned"
    with pytest.raises(NotFound):
        await claims_it(third, submission)
