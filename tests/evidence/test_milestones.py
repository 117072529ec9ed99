"""What is left and by when (R25), and days of one's own, of which one is reminded (F39)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from community import clock, words
from community.evidence import actions, due, queries
from community.evidence.milestones import actions as milestones
from community.evidence.milestones import queries as rows
from community.evidence.milestones.rules import Left, plan
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import brings, clock_at, joins_a_local, requirement_of
from tests.support.people import form_in, make_person, signed_in_client

PLAN = "/work/EL-02/milestones"


@pytest_asyncio.fixture
async def ana(app):
    await a_definition()
    return await make_person("Ana Torres", time_zone="America/Los_Angeles")


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


async def sets(client, **days):
    page = (await client.get(PLAN)).text
    typed = {key.replace("__", "-"): str(day) for key, day in days.items()}
    return await client.post(PLAN, data=form_in(page, PLAN) | typed)


def today(person) -> date:
    return clock.now().astimezone(ZoneInfo(person.time_zone)).date()


async def days_of(person) -> dict[str, date]:
    return await rows.milestones(person, (await a_definition()).micro_credential_id)


async def test_a_day_of_ones_own_stands_on_the_work_page_and_is_taken_away_again(ana, at_home):
    day = today(ana) + timedelta(days=9)
    assert (await sets(at_home, **{"day__talk_plan": day})).status_code == 303
    assert await days_of(ana) == {"talk_plan": day} and "my day:" in (await at_home.get("/work/EL-02")).text
    await sets(at_home, **{"day__talk_plan": ""})
    assert await days_of(ana) == {} and "my day:" not in (await at_home.get("/work/EL-02")).text


async def test_a_day_that_is_over_or_no_day_is_refused_and_stays_as_it_was_typed(ana, at_home):
    over = today(ana) - timedelta(days=1)
    for typed in (str(over), "soon"):
        answer = await sets(at_home, **{"day__talk_plan": typed})
        assert answer.status_code == 422 and typed in answer.text
    assert await days_of(ana) == {}


async def test_days_are_spread_evenly_at_one_press_and_those_set_stay(ana, at_home):
    await brings(ana, await a_definition(), "Question 1", "ready")
    day = today(ana) + timedelta(days=3)
    await sets(at_home, **{"day__talk_plan": day, "take": "yes"})
    found = await days_of(ana)
    standing = await queries.standing(ana, "EL-02")
    done = next(one.key for one in standing.requirements if one.label == "Question 1")
    assert found.pop("talk_plan") == day and done not in found and len(found) == len(standing.requirements) - 2
    assert max(found.values()) == today(ana) + timedelta(weeks=8)


async def test_a_milestone_is_its_owners_alone(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana"), await cohort.seats("Ben")
        day = today(ana.person) + timedelta(days=40)
        await sets(ana.client, **{"day__talk_plan": day})
        assert f'value="{day}"' in (await ana.opens(PLAN)).text, "the premise"
        for other in (ben, cohort.facilitator):
            for path in (PLAN, "/work/EL-02", f"/cohorts/{cohort.id}/board"):
                assert str(day) not in (await other.opens(path)).text, path


async def test_one_is_reminded_once_on_the_day_at_eight_where_one_lives_unless_it_is_ready(app, ana):
    day, definition = date(2027, 3, 10), await a_definition()
    await brings(ana, definition, "Question 1", "ready")
    ready = (await requirement_of(definition, "Question 1")).key
    standing = await queries.standing(ana, "EL-02")
    await milestones.set_days(ana, standing, {"talk_plan": day, ready: day}, today(ana))
    for at, told in (("2027-03-10T15:59:00Z", 0), ("2027-03-10T16:01:00Z", 1), ("2027-03-10T18:00:00Z", 1)):
        with clock_at(at):
            await milestones.remind({})
            await everybody_is_told()
            async with signed_in_client(app, ana) as client:
                found = sentences((await client.get("/inbox")).text)
        assert len(found) == told, at
    assert found == [f"{definition.title}: you meant to have a part of it ready by Wednesday, March 10, 2027."]


async def test_r25_the_work_page_says_what_is_left_and_for_how_long(ana, at_home):
    definition = await a_definition()
    await joins_a_local(ana)
    await brings(ana, definition, "Question 1", "ready")
    await actions.start(ana, definition)
    standing = await queries.standing(ana, "EL-02")
    parts = len([one for one in standing.requirements if not one.optional]) - 1
    days = (standing.application.safe_day - today(ana)).days
    page = (await at_home.get("/work/EL-02")).text
    assert f"{parts} parts are left" in page and f"and {days // 7} weeks." in page
    assert f"one about every {days // parts} days" in page


@given(st.integers(1, 30), st.integers(0, 400))
def test_r25_a_plan_is_in_order_and_ends_on_the_last_day(parts, days):
    first = date(2026, 11, 27)
    found = [day for day, _part in plan(range(parts), first, first + timedelta(days=days))]
    assert found == sorted(found) and len(found) == parts
    assert found[0] >= first and found[-1] == first + timedelta(days=days)


@given(st.integers(1, 30), st.integers(0, 400))
def test_r25_what_is_left_is_plain_arithmetic(parts, days):
    left = Left(parts, days)
    assert left.weeks * 7 <= days < (left.weeks + 1) * 7
    assert left.every >= 1 and (left.every * parts <= days or left.every == 1)


async def test_a_digest_says_the_latest_safe_submit_date_while_it_is_to_come(ana):
    assert await due.safe_day_said(ana) == "", "no window, no date"
    await joins_a_local(ana)
    await actions.start(ana, await a_definition())
    (window,) = await queries.applications(ana)
    assert await due.safe_day_said(ana) == f"Your latest safe submit date is {words.day(window.safe_day, 'en')}."
    with clock_at((window.expires_at - timedelta(hours=1)).isoformat()):
        assert await due.safe_day_said(ana) == ""
