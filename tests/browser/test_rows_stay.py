"""Rows never jump under the pointer: who comes or leaves shows once the pointer has left the table."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.cohorts.seats import actions as seats
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.servers import serve

pytestmark = pytest.mark.browser
HEARS_OF = """person => { window.heard = new Promise((done) => document.addEventListener("live:here", ({ detail }) =>
    detail.joined.map(String).includes(person) && done(true))); }"""


@pytest_asyncio.fixture(scope="module")
async def base(database):
    async with serve() as server:
        yield server.url


async def test_a_row_under_the_pointer_stays_where_it_is(browser, base):
    async with a_cohort(None, "Abe", "Ben", "Zoe") as cohort:
        zoe, abe = cohort.members["Zoe"], cohort.members["Abe"]
        she = await someone(browser, zoe.person, base)
        await she.opens(f"/cohorts/{cohort.id}/board")
        await she.is_live()
        row = she.page.locator(f"#member-{cohort.members['Ben'].seat.id}")
        await row.hover()
        before = await row.bounding_box()
        await seats.leave(abe.person, abe.seat, cohort.cohort)
        new = await cohort.joins("Ada")
        await she.page.evaluate(HEARS_OF, str(new.person.id))
        other = await someone(browser, new.person, base)  # her coming online is heard after both
        await other.opens(f"/cohorts/{cohort.id}/board")
        assert await she.page.evaluate("window.heard")
        assert await row.bounding_box() == before
        assert await she.page.locator(f"#member-{abe.seat.id}").count() == 1
        await she.page.mouse.move(5, 5)
        await expect(she.page.locator(f"#member-{abe.seat.id}")).to_have_count(0, timeout=SOON)
        await expect(she.page.locator(f"#member-{new.seat.id}")).to_have_count(1, timeout=SOON)
        assert she.problems == []
