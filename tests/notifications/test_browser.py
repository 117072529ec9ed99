"""The bell in a real browser: it counts by itself, and opening a notice reads it."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.servers import serve

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        yield made


async def test_who_is_mentioned_sees_it_at_once_and_opens_it(browser, cohort):
    ana, member = await cohort.seats("Ana", "Ben")
    async with serve() as server:
        ben = await someone(browser, member.person, server.url)
        await ben.opens(f"/cohorts/{cohort.id}/channels/announcements")
        await ben.is_live()
        bell = ben.page.locator("#bell")
        await expect(bell).to_have_attribute("aria-label", "Inbox")
        message = await says(ana, f"@{member.person.name} look at this")
        await expect(bell).to_have_attribute("aria-label", "Inbox, 1 unread", timeout=SOON)
        await bell.click()
        await ben.is_live()
        await ben.sees("#inbox-newest", f"{ana.person.name} mentioned you in General")
        await says(ana, f"@{member.person.name} and at this", thread=await says(ana, "One more thing"))
        await expect(ben.page.locator("#inbox-newest li")).to_have_count(2, timeout=SOON)
        await ben.page.locator("#inbox-newest li").last.get_by_role("link", name="Open").click()
        await expect(ben.page).to_have_url(re.compile(rf"/cohorts/{cohort.id}/.*{message.id}"))
        await expect(bell).to_have_attribute("aria-label", "Inbox, 1 unread")
        assert ben.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
async def test_the_inbox_has_no_barrier_and_fits(browser, cohort, scheme, width):
    async with serve("--no-work") as server:
        member = await cohort.seats("Ben")
        ben = await someone(
            browser, member.person, server.url, viewport={"width": width, "height": 844}, color_scheme=scheme
        )
        await ben.opens("/inbox")
        assert await axe(ben.page) == []
        assert await ben.page.evaluate("document.documentElement.scrollWidth") <= width
        box = await ben.page.locator("#bell").bounding_box()
        assert box and box["x"] + box["width"] <= width and box["width"] >= 24
        assert ben.problems == []
