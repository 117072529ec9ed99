"""Rows never jump where somebody points or stands: who comes or leaves shows once pointer or focus has left."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.cohorts.seats import actions as seats
from tests.support.browsing import SOON, someone
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import brings
from tests.support.servers import serve

pytestmark = pytest.mark.browser
HEARS_OF = """person => { window.heard = new Promise((done) => document.addEventListener("live:here", ({ detail }) =>
    detail.joined.map(String).includes(person) && done(true))); }"""


@pytest_asyncio.fixture(scope="module")
async def base(database):
    async with serve() as server:
        yield server.url


@pytest.mark.parametrize("by", ["pointer", "focus"])
async def test_a_row_stays_where_it_is_while_one_points_or_stands_there(browser, base, by):
    async with a_cohort(None, "Abe", "Ben", "Zoe") as cohort:
        zoe, abe = cohort.members["Zoe"], cohort.members["Abe"]
        she = await someone(browser, zoe.person, base)
        await she.opens(f"/cohorts/{cohort.id}/board")
        await she.is_live()
        row, own = (she.page.locator(f"#member-{cohort.members[name].seat.id}") for name in ("Ben", "Zoe"))
        await (row.hover() if by == "pointer" else own.locator("a").first.focus())
        before = await row.bounding_box()
        await seats.leave(abe.person, abe.seat, cohort.cohort)
        new = await cohort.joins("Ada")
        await brings(new.person, await a_definition(), "Artifact 1", "ready")
        await she.page.evaluate(HEARS_OF, str(new.person.id))
        other = await someone(browser, new.person, base)  # her coming online is heard after all of it
        await other.opens(f"/cohorts/{cohort.id}/board")
        assert await she.page.evaluate("window.heard")
        assert await row.bounding_box() == before
        assert await she.page.locator(f"#member-{abe.seat.id}").count() == 1
        await (she.page.mouse.move(5, 5) if by == "pointer" else she.page.locator(".skip-link").focus())
        await expect(she.page.locator(f"#member-{abe.seat.id}")).to_have_count(0, timeout=SOON)
        await she.sees(f"#member-{new.seat.id} #work-{new.seat.id}-talk_plan", "Ready")
        assert she.problems == []
