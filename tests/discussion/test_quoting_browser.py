"""An author marks a passage of her draft by the keyboard, asks about it, and finds her way back from the message."""

import pytest
from playwright.async_api import expect

from tests.support.browsers import axe
from tests.support.browsing import SOON, someone, tabs_to
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes

pytestmark = pytest.mark.browser
PASSAGE = "Whoever speaks lays one down."
CHOSEN = "() => { const on = document.activeElement; return on.value.slice(on.selectionStart, on.selectionEnd); }"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_from_the_draft_into_the_discussion_and_back(browser, database, server, width, scheme):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana = cohort.members["Ana"].person
        await writes(ana, await a_definition(), "talk_plan", f"Each pupil has three chips.\n\n{PASSAGE}")
        look = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
        author = await someone(browser, ana, server.url, **look)
        reader = await someone(browser, cohort.members["Ben"].person, server.url, **look)
        await author.opens("/work/EL-02/talk_plan")
        await tabs_to(author.page, "#text")
        await author.page.keyboard.press("Control+End")
        await author.page.keyboard.press("Shift+Home")
        assert await author.page.evaluate(CHOSEN) == PASSAGE
        assert await axe(author.page) == []
        await tabs_to(author.page, "#ask-about button")
        await author.page.keyboard.press("Enter")
        quotation = author.page.locator("[data-quotation]")
        await expect(quotation).to_contain_text(PASSAGE, timeout=SOON)
        await author.is_live()
        assert await axe(author.page) == []
        await expect(author.page.locator("#text-of-talk_plan")).to_be_focused()
        await author.page.keyboard.type("Is this clear?")
        await author.page.keyboard.press("Control+Enter")
        await expect(author.page.locator(".message .quoted")).to_contain_text(PASSAGE, timeout=SOON)
        await expect(quotation).to_have_count(0)
        assert "quotation" not in author.page.url
        await author.says("And this?")
        await author.sees(".messages", "And this?")
        await expect(author.page.locator(".message .quoted")).to_have_count(1)
        assert await axe(author.page) == []
        await reader.opens(f"/cohorts/{cohort.id}/requirements/talk_plan/channel")
        await expect(reader.page.locator(".message .quoted")).to_contain_text(PASSAGE)
        await expect(reader.page.get_by_text("To the passage in your draft")).to_be_hidden()
        await author.page.get_by_role("link", name="To the passage in your draft").click()
        await author.page.wait_for_url("**/work/EL-02/talk_plan?from=*")
        await expect(author.page.locator("#text")).to_be_focused()
        assert await author.page.evaluate(CHOSEN) == PASSAGE
        await author.opens("/work/EL-02/talk_plan/quotation")
        assert await axe(author.page) == []
        assert author.problems == [] and reader.problems == []
        for one in (author, reader):
            await one.page.context.close()
