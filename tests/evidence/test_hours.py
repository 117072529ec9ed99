"""Hours that somebody notes for herself: seen, replaced, taken away by herself alone."""

from datetime import timedelta

import pytest_asyncio

from community import clock
from community.evidence.hours import queries
from tests.support.catalogue import a_definition
from tests.support.people import form_in, make_person, signed_in_client

HOURS = "/work/EL-02/hours"


@pytest_asyncio.fixture
async def ana(app):
    await a_definition()
    return await make_person("Ana Torres", time_zone="UTC")


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


async def notes(client, minutes, days_ago=0, note="Read the rubric"):
    typed = {"day": str(clock.now().date() - timedelta(days=days_ago)), "minutes": str(minutes), "note": note}
    return await client.post(HOURS, data=form_in((await client.get(HOURS)).text, HOURS) | typed)


async def test_lines_are_summed_a_second_of_the_same_day_takes_its_place_and_each_can_go(ana, at_home):
    for minutes, days_ago in ((45, 1), (30, 0), (90, 0)):
        assert (await notes(at_home, minutes, days_ago)).status_code == 303
    page = (await at_home.get(HOURS)).text
    assert "In all 2 h 15 min" in page
    await at_home.post(f"{HOURS}/removal", data=form_in(page, f"{HOURS}/removal"))
    assert "In all 0 h 45 min" in (await at_home.get(HOURS)).text, "the newest day is gone"


async def test_what_cannot_be_is_refused_and_stays_as_it_was_typed(ana, at_home):
    for minutes, days_ago in ((1441, 0), (0, 0), (30, -2)):
        answer = await notes(at_home, minutes, days_ago)
        assert answer.status_code == 422 and "Read the rubric" in answer.text
    assert await queries.all_efforts(ana) == []


async def test_nobody_else_sees_them(app, ana, at_home):
    await notes(at_home, 45, note="Mine alone")
    async with signed_in_client(app, await make_person("Ben Ruiz")) as ben:
        assert "Mine alone" not in (await ben.get(HOURS)).text
