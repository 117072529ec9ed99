"""What waits for a reader goes on: first for everyone, wider, by a facilitator, and served with one (R44)."""

import pytest

from community import clock
from community.feedback.readings import queries as readings
from community.feedback.requests import rules
from community.feedback.requests.rules import Asks
from tests.feedback.test_asking import moved
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, gives, in_days, newest_request, takes, words_of


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy", "Di") as made:
        yield made


async def test_r44_after_48_hours_it_stands_first_for_everyone(cohort):
    ana, ben, cy, di = await cohort.seats("Ana", "Ben", "Cy", "Di")
    waits = await asks(cohort, ana)
    with moved(hours=47):
        assert not rules.waits_long(await newest_request(cohort, ana), clock.now())
    with moved(hours=49):
        assert rules.waits_long(await newest_request(cohort, ana), clock.now())
        await asks(cohort, ben)
        page = words_of(await cy.opens(f"/cohorts/{cohort.id}/feedback"))
        assert page.index(ana.person.called) < page.index(ben.person.called)
        taken = await di.posts(f"/cohorts/{cohort.id}/feedback/next")
        assert taken.headers["location"] == waits.address


async def test_r44_its_author_asks_the_whole_cohort_at_one_press_after_48_hours(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    early = await ana.posts(f"/feedback/{request.id}/widening")
    assert early.status_code == 409 and "Ask the whole cohort" not in (await ana.opens(request.ledger)).text
    assert (await takes(cy, request)).status_code == 403, "the premise: Cy is not asked"
    with moved(days=2.1):
        assert "Ask the whole cohort" in (await ana.opens(request.ledger)).text
        assert (await ana.posts(f"/feedback/{request.id}/widening")).status_code == 303
        assert (await newest_request(cohort, ana)).asks == Asks.COHORT
        assert (await takes(cy, request)).status_code == 303
        assert (await ana.posts(f"/feedback/{request.id}/widening")).status_code == 409, "it is wide"


async def test_r44_what_somebody_reads_is_not_widened_over_their_head(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    await takes(ben, request)
    with moved(days=2.1):
        assert (await ana.posts(f"/feedback/{request.id}/widening")).status_code == 409


async def test_r44_a_facilitator_asks_a_named_person_who_may_decline_without_a_reason(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request, gloria = await asks(cohort, ana), cohort.facilitator
    assert (await gloria.posts(f"/feedback/{request.id}/readers", reader=str(ben.seat.id))).status_code == 403
    with moved(days=2.1):
        assert "Find a reader" in (await gloria.opens(request.address)).text
        assert "Has waited 2 days for a reader" in words_of(await gloria.opens(f"/cohorts/{cohort.id}/today"))
        asked = await gloria.posts(f"/feedback/{request.id}/readers", reader=str(ben.seat.id))
        assert asked.status_code == 303
        assert "They may decline" in (await gloria.opens(asked.headers["location"])).text
        assert (await readings.given(ben.person, request)).state == "asked"
        assert (await ben.posts(f"/feedback/{request.id}/declining")).status_code == 303
        assert (await readings.given(ben.person, request)).state == "declined"


async def test_r44_nobody_is_asked_who_cannot_read(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    with moved(days=2.1):
        for seat_id in (ana.seat.id, cohort.facilitator.seat.id, 10**9):
            answer = await cohort.facilitator.posts(f"/feedback/{request.id}/readers", reader=str(seat_id))
            assert answer.status_code == 422 and "Choose a member or helper" in answer.text
        sent = await ben.posts(f"/feedback/{request.id}/readers", reader=str(ben.seat.id))
        assert sent.status_code == 403, "members do not ask for others"


async def test_r44_after_seven_days_one_answer_is_enough_and_none_never_is(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, wanted="3", until=in_days(20))
    with moved(days=7.1):
        assert not rules.is_served(await newest_request(cohort, ana), clock.now()), "none never is"
    await gives(ben, request)
    assert not rules.is_served(await newest_request(cohort, ana), clock.now())
    with moved(days=7.1):
        assert rules.is_served(await newest_request(cohort, ana), clock.now())
        assert (await takes(cy, request)).status_code == 409
        assert "It has the readers it wanted" in (await cy.opens(request.address)).text


async def test_a_facilitator_sees_who_asks_the_cohort_and_takes_nothing_there(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await asks(cohort, ana)
    await asks(cohort, ben, asks="named", **{f"reader_{cy.seat.id}": "yes"})
    page = words_of(await cohort.facilitator.opens(f"/cohorts/{cohort.id}/feedback"))
    assert ana.person.name in page and "Is the purpose clear?" in page and "Take the next" not in page
    listed = page.split("Reading, as it suits you")[0]
    assert ben.person.name not in listed, "of whom one asks by name the others are not told"


async def test_a_request_is_open_to_the_end_of_the_day_that_was_chosen(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana, until=in_days(5, ana.person.time_zone))
    assert request.last_day.isoformat() == in_days(5, ana.person.time_zone)
    assert "to its end" in words_of(await ben.opens(request.address))
