"""A facilitator's morning in a real browser, in clicks and seconds: she sees who needs her, acts, and has her pairs."""

import re
import time
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import db
from tests.overview.test_browser import set_joined
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, today
from tests.support.evidence import brings
from tests.support.meetings import meets
from tests.support.servers import serve

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture
async def morning(database):
    """Six work here: two have not begun, the others are on their way; on Thursday they meet."""
    async with a_cohort(None, "Ana", "Ben", "Cy", "Dan", "Eva", "Fay", starts_on=today() - timedelta(days=40)) as made:
        definition = await a_definition(made.cohort.code)
        await set_joined(made, days=30)
        for name in ("Cy", "Dan", "Eva", "Fay"):
            await brings((await made.seats(name)).person, definition, "Artifact 1")
        made.meeting = await meets(made.facilitator, "Swap", 3)
        yield made


class Counted:
    """Her hand on the page: each press counts, by pointer or by key."""

    def __init__(self, page) -> None:
        self.page, self.presses, self.began = page, 0, time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    async def presses_on(self, locator, key: str = "") -> None:
        self.presses += 1
        await (locator.press(key) if key else locator.click())


async def test_a_morning_takes_one_page_and_a_handful_of_presses(browser, morning, record_property):
    ana, ben = await morning.seats("Ana", "Ben")
    async with serve() as server:
        gloria = await someone(browser, morning.facilitator.person, server.url)
        page, hand = gloria.page, Counted(gloria.page)
        await gloria.opens(f"/cohorts/{morning.id}/today")
        row = page.locator(f"#needs-{ana.seat.id}")
        await expect(page.locator("#today-head")).to_contain_text("2 people need you")
        await expect(row).to_contain_text("Has not begun")
        knows = hand.seconds
        here = page.url

        await hand.presses_on(row.locator("summary", has_text="Write to Ana"))
        await hand.presses_on(row.locator(f"#letter-{ana.seat.id}").get_by_role("button", name=re.compile("Send")))
        await expect(page.locator("#done")).to_contain_text("Your letter is on its way.", timeout=SOON)
        await expect(page.locator("#done")).to_be_focused()
        await expect(row).to_contain_text("You wrote lately")

        later = page.locator(f"#needs-{ben.seat.id}")
        await later.locator("summary", has_text="Later").focus()
        await hand.presses_on(later.locator("summary", has_text="Later"), "Enter")
        await later.get_by_label("Remind me on").fill(str(today() - timedelta(days=1)))
        await page.evaluate("document.querySelectorAll('[type=date]').forEach((day) => day.removeAttribute('min'))")
        await hand.presses_on(later.get_by_role("button", name=re.compile("Put it off")), "Enter")
        await expect(later.get_by_label("Remind me on")).to_be_focused(timeout=SOON)  # refused, and she is at the field
        await expect(later).to_contain_text("Choose a day from tomorrow on")
        await later.get_by_label("Remind me on").fill(str(today() + timedelta(days=3)))
        await hand.presses_on(later.get_by_role("button", name=re.compile("Put it off")), "Enter")
        await expect(later).to_have_count(0, timeout=SOON)
        await expect(page.locator("#done")).to_be_focused()
        await expect(page.locator("#today-head")).to_contain_text("1 person needs you")
        assert page.url == here, "all of it was done where she is"

        await hand.presses_on(page.get_by_role("button", name="Use these pairs"))
        await expect(page.locator("#meeting").get_by_role("heading", name="Pairs", exact=True)).to_be_visible()
        assert await axe(page) == []
        told = f"knows after {knows:.1f} s, done after {hand.presses} presses and {hand.seconds:.1f} s"
        record_property("measured", f"A facilitator's morning: {told}")
        assert hand.presses <= 6
        assert [one for one in gloria.problems if "422" not in one] == []
        await page.context.close()
    assert await db.value("select count(*) from pair where meeting_id = :id", id=morning.meeting.id) == 3
