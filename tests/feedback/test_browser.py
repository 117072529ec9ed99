"""A reader at the keyboard alone; the way from asking to used stands in tests/stories/test_from_empty_to_used.py."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.browsers import axe
from tests.support.browsing import SOON, someone, tabs_to
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes
from tests.support.feedback import DRAFT, KEY, definition_of

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        yield made


@pytest_asyncio.fixture
async def both(browser, cohort, server):
    """Ana on a phone, Ben on a laptop, after dark."""
    ana, ben = await cohort.seats("Ana", "Ben")
    await writes(ana.person, await definition_of(cohort), KEY, DRAFT)
    phone = await someone(browser, ana.person, server.url, viewport={"width": 390, "height": 844})
    wide = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}
    laptop = await someone(browser, ben.person, server.url, **wide)
    yield phone, laptop
    for one in (phone, laptop):
        assert one.problems == []
        await one.page.context.close()


async def test_by_keyboard_alone_a_passage_is_chosen_noted_and_the_notes_sent_and_what_was_begun_is_there_again(
    both, cohort
):
    ana, ben = both
    await asks(ana, cohort)
    page, keys = ben.page, ben.page.keyboard
    await ben.opens(f"/cohorts/{cohort.id}/feedback")
    await tabs_to(page, "#asking article a")
    await keys.press("Enter")
    await page.locator("button[value=whole]").wait_for()
    await tabs_to(page, "button[value=whole]")
    await keys.press("Enter")
    await page.locator("#new-note").wait_for()
    await tabs_to(page, "#place")
    await keys.type("2. The last")
    await keys.press("Tab")
    await expect(page.get_by_label("Your note")).to_be_focused()
    await keys.type("Which frame do you mean?")
    await ben.sees("#kept", "Kept, only for you")
    await page.reload()
    await expect(page.get_by_label("Your note")).to_have_value("Which frame do you mean?")
    await expect(page.get_by_label("Where it stands")).to_have_value("paragraph:2")
    await tabs_to(page, "#new-note input[name=kind]:checked")
    await keys.press("ArrowRight")
    await expect(page.locator("#new-note input[value=question]")).to_be_checked()
    await tabs_to(page, "#new-note button")
    await keys.press("Enter")
    await ben.sees(".feedback-note .quoted", "The last frame is printed larger.")
    await ben.sees("#missing", "1 warm, 1 cool")
    for text in ("This I can see.", "You might fade one."):  # the kind that is still missing is chosen already
        await tabs_to(page, "#new-note textarea")
        await keys.type(text)
        await tabs_to(page, "#new-note button")
        await keys.press("Enter")
        await expect(page.locator("#pinned-h ~ .feedback-note textarea", has_text=text)).to_be_attached(timeout=SOON)
    assert await axe(page) == []
    await tabs_to(page, "#sending button")
    await keys.press("Enter")
    await ben.sees("main", "Ana hears of it now")
    assert await axe(page) == []
    await ana.sees("#ledger", "Which frame do you mean?")


async def test_by_keyboard_alone_one_practises_and_compares(both, database):
    await a_definition("FA-01")
    _ana, ben = both
    page, keys = ben.page, ben.page.keyboard
    await ben.opens("/feedback/practice")
    await tabs_to(page, "main article a")
    await keys.press("Enter")
    await page.locator("#new-note").wait_for()
    for number in (1, 2, 3):
        await tabs_to(page, "#place")
        await keys.type(f"{number + 1}. ")
        await tabs_to(page, "#new-note textarea")
        await keys.type(f"What I see in {number}")
        await tabs_to(page, "#new-note button")
        await keys.press("Enter")
        await expect(page.locator("#pinned-h ~ .feedback-note")).to_have_count(number, timeout=SOON)
    assert await axe(page) == []
    await tabs_to(page, "#comparing input[type=radio]")
    await keys.press("Space")
    await tabs_to(page, "#comparing button")
    await keys.press("Enter")
    await ben.sees("main", "You pointed at these words, too")
    assert await axe(page) == []


async def asks(one, cohort, focus: str = "Is it clear?") -> None:
    """Ask the cohort by the page's form."""
    await one.opens(f"/work/{cohort.cohort.code}/{KEY}/requests/new")
    await one.page.get_by_label("What is the one thing you want to know?").fill(focus)
    await one.page.get_by_role("button", name="Ask for feedback").click()
    await one.sees("#ledger", "Nobody has taken it yet")
    await one.is_live()
