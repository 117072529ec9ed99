"""Readers are reminded: at most three times of one draft, 48 hours apart, and of nothing that is over (R48)."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import db, mail
from community.cohorts.seats import actions as seats
from community.feedback.reminding import actions, rules
from tests.feedback.test_asking import moved
from tests.feedback.test_willing import keeps_apart, says
from tests.notifications.test_mailing import MORNING, NIGHT, mails_to, work_is_done
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.feedback import asks, gives, in_days, pins, takes

BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
WAITED, BEGUN, HOPES = "has waited", "You have begun to read", "still hopes that you read"


@pytest.fixture
async def cohort(app):
    await db.run("delete from job")
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


async def are_reminded(*days: float) -> None:
    """The job runs at these days from now."""
    for day in days:
        with moved(days=day):
            await actions.remind({})
    await everybody_is_told()


async def reminders(member, *words: str) -> list[str]:
    """What this member was reminded of, newest first."""
    told = sentences((await member.opens("/inbox")).text)
    return [one for one in told if any(word in one for word in words or (WAITED, BEGUN, HOPES))]


@given(st.lists(st.integers(0, 200), max_size=60))
def test_r48_however_often_it_is_looked_it_is_said_three_times_at_most_and_48_hours_apart(hours):
    at, told = BEGIN, []
    for pause in hours:
        at += timedelta(hours=pause)
        if rules.is_due(BEGIN, len(told), told[-1] if told else None, at):
            told.append(at)
    assert len(told) <= 3
    assert all(later - one >= timedelta(hours=48) for one, later in pairwise(told))


async def test_r48_who_was_asked_by_name_is_reminded_three_times_48_hours_apart(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await asks(cohort, ana, asks="named", until=in_days(30), **{f"reader_{ben.seat.id}": "yes"})
    await are_reminded(0, 1.9)
    assert await reminders(ben) == [], "two days are not over"
    await are_reminded(2.1, 2.2, 4)
    assert len(await reminders(ben, HOPES)) == 1, "the second not before 48 hours after the first"
    await are_reminded(4.2, 6.3, 8.4, 10.5, 20)
    assert await reminders(ben) == [f"{ana.person.name} still hopes that you read Artifact 1."] * 3
    assert await reminders(cy) == []


async def test_r48_who_has_begun_is_reminded_before_it_goes_back_and_not_after(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    with moved(days=1):
        await pins(ben, request)
    await are_reminded(2.9)
    assert await reminders(ben) == [], "the premise: Ben went on a day later"
    await are_reminded(3.1)
    said = f"You have begun to read Artifact 1 for {ana.person.name}. Your notes are not sent yet."
    assert await reminders(ben) == [said]
    await db.run("update feedback set state = 'returned' where request_id = :id", id=request.id)
    await are_reminded(6)
    assert await reminders(ben) == [said], "it is his no longer"


async def test_r48_what_nobody_reads_is_said_to_who_could(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, until=in_days(30))
    await are_reminded(1.9, 2.1)
    said = f"{ana.person.name} has waited 2 days for a reader of Artifact 1."
    for one in (ben, cy):
        assert await reminders(one) == [said]
    assert await reminders(ana) == await reminders(cohort.facilitator) == []
    await takes(cy, request)
    await are_reminded(4.2)
    assert await reminders(ben) == [said], "somebody reads it"


@pytest.mark.parametrize("over", ["its author ends it", "its day is over", "it is met", "a colleague has answered"])
async def test_r48_nobody_is_reminded_of_what_is_over(cohort, over):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    who = {f"reader_{one.seat.id}": "yes" for one in (ben, cy)}
    day = in_days(1 if over == "its day is over" else 30)
    request = await asks(cohort, ana, asks="named", until=day, **who)
    if over == "its author ends it":
        await ana.posts(f"/feedback/{request.id}/ending")
    elif over == "it is met":
        await db.run("update work set state = 'met' where id = :id", id=request.work_id)
    elif over == "a colleague has answered":
        await gives(cy, request)
        await are_reminded(2.1)
        assert len(await reminders(ben, HOPES)) == 1, "the premise: one of the two it wanted"
        await db.run("update feedback_request set wanted = 1 where id = :id", id=request.id)
    before = await reminders(ben)
    await are_reminded(4.5, 7)
    assert await reminders(ben) == before


@pytest.mark.parametrize("why", ["left", "not now", "kept apart", "declined"])
async def test_r48_nobody_is_reminded_of_what_is_not_theirs(cohort, why):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, until=in_days(30))
    if why == "left":
        await seats.leave(ben.person, ben.seat, cohort.cohort)
    elif why == "not now":
        await says(ben, cohort, "not_now")
    elif why == "kept apart":
        await keeps_apart(ben, cohort, ana)
    else:
        await takes(ben, request)
        await ben.posts(f"/feedback/{request.id}/declining")
    await are_reminded(2.1)
    assert await reminders(ben) == []
    assert len(await reminders(cy, WAITED)) == 1, "the premise: it waits"


async def test_r48_a_reminder_is_mailed_in_the_morning_and_not_when_it_is_answered_by_then(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    who = {f"reader_{one.seat.id}": "yes" for one in (ben, cy)}
    request = await asks(cohort, ana, asks="named", until=in_days(30), **who)
    await everybody_is_told()
    await db.run("delete from job")
    begun = datetime.fromisoformat(NIGHT) - timedelta(hours=49)
    await db.run("update feedback set asked_at = :at where request_id = :id", id=request.id, at=begun)
    with clock_at(NIGHT):
        await actions.remind({})
        await everybody_is_told()
        await work_is_done()
        assert mails_to(ben.person) == [], "it is night"
        await cy.posts(f"/feedback/{request.id}/declining")
    with clock_at(MORNING):
        await work_is_done()
    (letter,) = mails_to(ben.person)
    text = mail.kept_one(letter.name).text
    assert "Is the purpose clear?" in text and "at most three reminders" in text
    assert mails_to(cy.person) == []


async def test_r48_twenty_workers_at_once_remind_once(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await asks(cohort, ana, until=in_days(30))
    with moved(days=2.1):
        await asyncio.gather(*(actions.remind({}) for _ in range(20)), return_exceptions=True)
        await actions.remind({})
    await everybody_is_told()
    assert len(await reminders(ben)) == 1
