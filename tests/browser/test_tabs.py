"""The tabs of a cohort, and the ways around a desk, stand all in sight on a phone, also in large text."""

import pytest
import pytest_asyncio

from tests.support.browsing import someone
from tests.support.cohorts import a_cohort
from tests.support.servers import serve

pytestmark = pytest.mark.browser
OUT_OF_SIGHT = """(ways) => [...document.querySelectorAll(ways)].filter((tab) => {
    const {left, right, height} = tab.getBoundingClientRect();
    return left < 0 || right > innerWidth || height < 44; }).map((tab) => tab.innerText)"""

TABS = ".cohort-bar .tabs a"


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve() as one:
        yield one


async def test_all_five_tabs_are_in_sight_on_a_phone(browser, server):
    async with a_cohort(None, "Ana") as cohort:
        ana = await someone(browser, cohort.members["Ana"].person, server.url)
        await ana.page.goto(f"{server.url}/cohorts/{cohort.id}/members")
        assert await ana.page.locator(".cohort-bar .tabs a").count() == 5
        for width in (390, 320):
            for text in ("100%", "200%"):
                await ana.page.set_viewport_size({"width": width, "height": 700})
                await ana.page.evaluate("size => document.documentElement.style.fontSize = size", text)
                assert await ana.page.evaluate(OUT_OF_SIGHT, TABS) == [], (width, text)
                assert await ana.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, text)
        await ana.page.context.close()


async def test_they_stand_side_by_side_on_a_wide_screen_also_over_a_narrow_page(browser, server):
    async with a_cohort(None, "Ana") as cohort:
        ana = await someone(browser, cohort.members["Ana"].person, server.url)
        await ana.page.set_viewport_size({"width": 1440, "height": 700})
        for page in ("members", "leaving"):
            await ana.page.goto(f"{server.url}/cohorts/{cohort.id}/{page}")
            lines = await ana.page.evaluate(
                """() => new Set([...document.querySelectorAll(".cohort-bar .tabs a")].map(
                    (tab) => tab.getBoundingClientRect().top)).size"""
            )
            assert lines == 1, page
        await ana.page.context.close()


async def test_all_ways_around_a_desk_are_in_sight_on_a_phone(browser, server):
    async with a_cohort(None) as cohort:
        alma = await someone(browser, cohort.organizer, server.url, has_touch=True)
        await alma.page.set_viewport_size({"width": 390, "height": 844})
        await alma.opens(f"/affiliates/{cohort.local.id}/desk")
        assert await alma.page.locator(".segments a").count() > 8, "the premise: more than a phone is wide"
        for text in ("100%", "200%"):
            await alma.page.evaluate("size => document.documentElement.style.fontSize = size", text)
            assert await alma.page.evaluate(OUT_OF_SIGHT, ".segments a") == [], text
            assert await alma.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), text
        await alma.page.context.close()
