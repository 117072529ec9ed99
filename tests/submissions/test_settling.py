"""What a desk decides of an attempt: it is told at a calm hour, once, and work, application and window follow (R26)."""

import asyncio
from datetime import date, timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.errors import Conflict
from community.evidence import actions as works
from community.evidence import due
from community.evidence import queries as evidence
from community.evidence import rules as evidence_rules
from community.people import letters
from community.submissions import actions as submitting
from community.submissions import queries, settling
from community.submissions.rules import Decided, Missing, State
from tests.evidence.test_due import letters_waiting
from tests.support.attempts import (
    CODE,
    SAW,
    WOULD_MEET,
    comes_back_incomplete,
    earns,
    falls_short,
    has_submitted,
    settles,
    states,
    verdicts,
)  # fmt: skip
from tests.support.evidence import clock_at, events_about
from tests.support.people import mail_to

SCHOOL_DAY = "2027-01-12T12:00+00:00"  # a Tuesday, noon where Ana lives
AFTER_SCHOOL = "2027-01-12T16:30+00:00"


async def of(person):
    """Where it stands: her application and the states of her work by requirement."""
    standing = await evidence.standing(person, CODE)
    return standing.application, {key: str(work.state) for key, work in standing.works.items()}


async def test_r57_what_is_earned_is_met_in_every_requirement(ana, definition):
    submission = await has_submitted(ana)
    await earns(submission, definition)
    application, work = await of(ana)
    assert application.state == "earned" and set(work.values()) == {"met"}
    assert (await queries.submission(ana, submission.number)).state is State.EARNED
    assert await db.value("select count(*) from award where submission_number = :it", it=submission.number) == 1


async def test_r38_a_requirement_is_met_when_all_its_criteria_are_and_the_rest_is_not_yet(ana, definition):
    submission = await has_submitted(ana)
    await falls_short(submission, definition, "talk_plan")
    application, work = await of(ana)
    assert application.state == "open" and application.attempt == "not_yet"
    assert work.pop("talk_plan") == "not_yet" and set(work.values()) == {"met"}


async def test_r54_an_incomplete_one_names_what_is_missing_the_rest_is_ready_and_it_is_no_attempt(ana):
    submission = await has_submitted(ana)
    await comes_back_incomplete(submission, "talk_record")
    application, work = await of(ana)
    assert application.state == "open" and application.attempt == "returned_incomplete"
    assert work.pop("talk_record") == "returned_incomplete" and set(work.values()) == {"ready"}
    assert submission.attempt == 1
    assert (await has_submitted(ana)).attempt == 1, "Incomplete is no attempt"


async def test_denied_ends_it_and_what_was_written_stays_with_its_author(ana):
    submission = await has_submitted(ana)
    await settles(submission, Decided(State.DENIED))
    application, work = await of(ana)
    assert application.state == "denied" and set(work.values()) == {"ready"}


@pytest.mark.parametrize(("days_left", "reopened"), [(100, False), (28, False), (27, True), (0, True), (-9, True)])
@pytest.mark.parametrize("outcome", ["not_yet", "returned_incomplete"])
async def test_r26_with_fewer_than_28_days_left_or_after_the_end_28_more_are_open(
    ana, definition, days_left, reopened, outcome
):
    submission = await has_submitted(ana)
    before = (await of(ana))[0].last_day
    day = before - timedelta(days=days_left)
    with clock_at(f"{day}T16:30+00:00"):
        await due.expire({})
        if outcome == "not_yet":
            await falls_short(submission, definition, "talk_plan")
        else:
            await comes_back_incomplete(submission, "talk_plan")
        after = (await of(ana))[0]
        await due.expire({})
        assert (await of(ana))[0].state == "open", "what is left to do has its time"
    assert after.last_day == (day + timedelta(days=28) if reopened else before)
    if reopened or outcome == "not_yet":
        assert after.safe_day == after.last_day - timedelta(days=14), "time for the review, no second rework (R25)"
    else:
        assert after.safe_day == after.last_day - timedelta(days=42)


@pytest_asyncio.fixture(params=[0, 60])
async def days(definition, request):
    change = "update issuer set rework_days = :days where id = :id"
    await db.run(change, days=request.param, id=definition.issuer_id)
    yield request.param
    await db.run(change, days=28, id=definition.issuer_id)


async def test_r26_how_long_that_is_at_least_is_a_setting_of_the_issuer(ana, definition, days):
    submission = await has_submitted(ana)
    before = (await of(ana))[0].last_day
    with clock_at(f"{before + timedelta(days=3)}T16:30+00:00"):
        await falls_short(submission, definition, "talk_plan")
        after = (await of(ana))[0].last_day
        assert after == (before + timedelta(days=3 + days) if days else before)
        await due.expire({})
        assert (await of(ana))[0].state == ("open" if days else "expired")


async def test_r26_a_submission_made_before_expiry_is_judged_though_its_window_ends(ana, definition):
    submission = await has_submitted(ana)
    ended = (await of(ana))[0].last_day + timedelta(days=5)
    with clock_at(f"{ended}T16:30+00:00"):
        await due.expire({})
        assert await states(ana) == {"submitted"}
        await earns(submission, definition)
    assert (await of(ana))[0].state == "earned"


async def test_r25_a_window_that_was_opened_anew_warns_of_its_own_end_and_not_of_what_is_over(ana, definition):
    submission = await has_submitted(ana)
    with clock_at(AFTER_SCHOOL):
        near = clock.now() + timedelta(days=4)
        await db.run("update application set expires_at = :near where person_id = :id", near=near, id=ana.id)
        await falls_short(submission, definition, "talk_plan")
        await due.warn({})
        application = (await of(ana))[0]
        assert await events_about("application.warned", application.id) == []
    with clock_at("2027-01-27T16:30+00:00"):
        await due.warn({})
        assert [event.detail["days"] for event in await events_about("application.warned", application.id)] == [14]


async def test_r35_whoever_begins_to_read_ends_the_time_to_take_it_back(ana):
    submission = await has_submitted(ana)
    await settling.claimed(submission.id, clock.now())
    await settling.claimed(submission.id, clock.now())
    now = await queries.submission(ana, submission.number)
    assert not now.can_be_taken_back(clock.now())
    with pytest.raises(Conflict):
        await submitting.take_back(ana, now)
    assert not await queries.take_back(ana, submission, clock.now()), "nor by a page from before the claim"


async def test_r35_what_was_taken_back_is_neither_claimed_nor_decided(ana, definition):
    submission = await has_submitted(ana)
    await submitting.take_back(ana, submission)
    with pytest.raises(Conflict):
        await settling.claimed(submission.id, clock.now())
    with pytest.raises(Conflict):
        await earns(submission, definition)


async def test_of_two_who_decide_at_once_one_wins_and_nothing_of_the_other_stays(ana, definition):
    submission = await has_submitted(ana)
    done = await asyncio.gather(
        earns(submission, definition), falls_short(submission, definition, "demand"), return_exceptions=True
    )
    (lost,) = [one for one in done if one]
    assert isinstance(lost, Conflict)
    assert len(await events_about("submission.decided", submission.id)) == 1
    found = await queries.verdicts_by_id(submission.id)
    won = (await queries.submission(ana, submission.number)).state
    assert all(verdict.met for verdict in found) == (won is State.EARNED)
    assert len(found) == len(await verdicts(definition))


async def test_r58_no_result_comes_in_front_of_a_class_and_nothing_tells_it_before(ana, definition):
    with clock_at(SCHOOL_DAY):
        submission = await has_submitted(ana, at_once=False)
        await falls_short(submission, definition, "talk_plan")
        assert await states(ana) == {"submitted"} and (await of(ana))[0].state == "submitted"
        assert (await queries.submission(ana, submission.number)).state is State.SUBMITTED
        assert await events_about("submission.decided", submission.id) == []
        with pytest.raises(Conflict):
            await earns(submission, definition)
    with clock_at(AFTER_SCHOOL):
        await settling.tell_later({"submission": submission.id})
        await settling.tell_later({"submission": submission.id})
        assert (await queries.submission(ana, submission.number)).state is State.NOT_YET
        assert await states(ana) == {"met", "not_yet"}
    assert len(await events_about("submission.decided", submission.id)) == 1
    waiting = await db.value("select at from job where key = :key", key=f"result {submission.id}")
    assert f"{waiting:%H:%M}" == "16:00", "school is over"


async def test_r58_who_asked_for_it_hears_at_once_by_a_letter_that_tells_nothing_of_it(ana, definition):
    with clock_at(SCHOOL_DAY):
        submission = await has_submitted(ana, at_once=True)
        await falls_short(submission, definition, "talk_plan")
        assert await states(ana) == {"met", "not_yet"}
        (payload,) = await letters_waiting(f"result {submission.id}")
        await letters.deliver(payload)
    told = await mail_to(ana.email, "Your result is here")
    assert submission.address in told.text and submission.spoken in told.text
    assert not [said for said in ("Not Yet", "Earned", SAW, WOULD_MEET) if said in told.text + told.subject]


async def test_what_is_decided_says_why(ana):
    for nothing_said in (State.NOT_YET, State.RETURNED_INCOMPLETE, State.SUBMITTED):
        with pytest.raises(ValueError):
            Decided(nothing_said)
    with pytest.raises(ValueError):
        Decided(State.EARNED, missing=(Missing("talk_plan", "A page."),))


async def test_what_was_met_before_stays_met_while_the_rest_is_read_again(ana, definition):
    await falls_short(await has_submitted(ana), definition, "talk_plan")
    work = (await evidence.standing(ana, CODE)).work("talk_plan")
    await works.move(ana, work, "revise")
    second = await has_submitted(ana)
    assert second.attempt == 2
    assert await states(ana) == {"met", "submitted"}
    await earns(second, definition)
    assert await states(ana) == {"met"}


def test_r25_after_a_not_yet_the_safe_date_leaves_time_for_the_review_only():
    last = date(2027, 1, 15)
    assert evidence_rules.safe_day(last) == date(2026, 12, 4)
    assert evidence_rules.safe_day(last, after_not_yet=True) == date(2027, 1, 1)
