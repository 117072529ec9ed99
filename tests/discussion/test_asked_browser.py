"""Who asks from a cohort's public page talks with its facilitator, each at once before the other, by the keyboard."""

import pytest
from playwright.async_api import expect

from tests.browser.looking import an_eye
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone, tabs_to
from tests.support.cohorts import a_cohort
from tests.support.people import make_person

pytestmark = pytest.mark.browser


async def test_a_question_is_asked_and_answered_while_both_look_on(browser, database, server):
    async with a_cohort(None, "Ana") as cohort:
        phone = {"viewport": {"width": 390, "height": 844}}
        vera = await someone(browser, await make_person("Vera Lund"), server.url, **phone)
        gloria = await someone(browser, cohort.facilitator.person, server.url)
        await gloria.opens(f"/cohorts/{cohort.id}/channels/general")
        await gloria.is_live()
        await vera.opens(f"/groups/{cohort.cohort.slug}")
        await tabs_to(vera.page, "#question")
        await vera.page.keyboard.type("May I look in first?")
        await vera.page.keyboard.press("Tab")
        await vera.page.keyboard.press("Enter")
        await vera.page.wait_for_url("**/asked/*")
        line = gloria.page.locator("#channels-private a")
        await expect(line).to_contain_text("asked from the public page", timeout=SOON)
        await line.click()
        await gloria.sees(".messages", "May I look in first?")
        await vera.is_live()
        await gloria.says("Of course, on Tuesday.")
        await vera.sees(".messages", "Of course, on Tuesday.")
        assert await axe(vera.page) == [] and await axe(gloria.page) == []
        await tabs_to(vera.page, "form.composer textarea")
        await vera.page.keyboard.type("Thank you!")
        await tabs_to(vera.page, "form.composer button", most=2)
        await vera.page.keyboard.press("Enter")
        await gloria.sees(".messages", "Thank you!")
        assert await vera.messages() == ["May I look in first?", "Of course, on Tuesday.", "Thank you!"]
        await vera.page.locator("a[aria-label^='Report the message']").click()
        await expect(vera.page.get_by_role("heading", level=1)).to_have_text("Report this message")
        assert vera.problems == [] and gloria.problems == []
        eye = await an_eye(browser, server.url)
        await eye.signs_in(vera.person)
        thread = gloria.page.url.rsplit("/", 1)[1]
        for path in (f"/asked/{thread}", f"/groups/{cohort.cohort.slug}"):
            await eye.opens(path)
            assert await eye.finds() == [], path
        for one in (vera, gloria):
            await one.page.context.close()
