"""The facilitator's day in a real browser: it follows its cohort, and leaves her where she is."""

import re
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import clock, db
from tests.support.browsers import axe
from tests.support.browsing import FOCUS, SOON, someone
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, today
from tests.support.evidence import brings

pytestmark = pytest.mark.browser
LISTS = """() => ["#today-head", "#today"].map((part) => {
    const seen = document.querySelector(part).cloneNode(true);
    seen.querySelectorAll("time").forEach((time) => { time.textContent = time.dateTime.slice(0, 10); });
    return seen.innerText.replace(/\\s+/g, " ").trim();
})"""


@pytest_asyncio.fixture
async def cohort(database):
    """Begun 40 days ago, and nobody has begun: each of them needs her."""
    async with a_cohort(None, "Ana", "Ben", "Cem", starts_on=today() - timedelta(days=40)) as made:
        made.definition = await a_definition(made.cohort.code)
        await set_joined(made, days=30)
        yield made


async def set_joined(cohort, days: int, and_seconds: int = 0) -> None:
    at = clock.now() - timedelta(days=days, seconds=and_seconds)
    await db.run("update seat set joined_at = :at where cohort_id = :id", at=at, id=cohort.id)


@pytest_asyncio.fixture
async def gloria(browser, server, cohort):
    one = await someone(browser, cohort.facilitator.person, server.url)
    await one.opens(f"/cohorts/{cohort.id}/today")
    await one.is_live()
    yield one
    assert one.problems == []
    await one.page.context.close()


def row(gloria, member):
    return gloria.page.locator(f"#needs-{member.seat.id}")


async def test_who_begins_asks_or_is_answered_comes_and_goes_as_a_reload_shows_it(gloria, cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    page = gloria.page
    await expect(page.locator("#today-head")).to_contain_text("3 people need you")
    button = row(gloria, cem).get_by_role("button", name=re.compile("Not today"))
    await button.focus()
    focus = await page.evaluate(FOCUS)
    await brings(ana.person, cohort.definition, "Artifact 1", "ask")
    await expect(row(gloria, ana)).to_have_count(0, timeout=SOON)
    await gloria.sees(f"#others-{ana.seat.id}", "Asking")
    await gloria.sees("#today-head", "2 people need you")
    await gloria.sees("#show-h + ul", "Ana")
    assert await page.evaluate(FOCUS) == focus, "who is on the way to a button stays there"
    await brings(ben.person, cohort.definition, "Question 1", "ask", "answer")
    await gloria.sees(f"#others-{ben.seat.id}", "Answered")
    live = await page.evaluate(LISTS)
    await page.reload()
    assert await page.evaluate(LISTS) == live
    assert await axe(page) == []


async def test_when_the_row_at_hand_goes_the_list_has_the_focus(gloria, cohort):
    cem = await cohort.seats("Cem")
    await row(gloria, cem).get_by_role("button", name=re.compile("Not today")).focus()
    await brings(cem.person, cohort.definition, "Artifact 1")
    await expect(row(gloria, cem)).to_have_count(0, timeout=SOON)
    await expect(gloria.page.locator("#needs-h")).to_be_focused(timeout=SOON)


async def test_who_has_been_silent_long_enough_comes_when_the_time_is_up_and_not_at_the_next_event(gloria, cohort):
    ana, page = await cohort.seats("Ana"), gloria.page
    await set_joined(cohort, days=13)
    await page.clock.install()
    await page.reload()
    await gloria.sees("#today-head", "Nobody needs you")
    wait = timedelta(seconds=int(await page.locator("#today").get_attribute("data-wait")))
    assert wait <= timedelta(days=1)
    await set_joined(cohort, days=15)  # of which nobody is told
    await page.clock.fast_forward(int(wait.total_seconds() * 1000))
    await expect(row(gloria, ana)).to_be_visible(timeout=SOON)
    await gloria.sees("#today-head", "3 people need you")
