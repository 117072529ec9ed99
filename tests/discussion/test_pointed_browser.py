"""A dot comes to the board's cell while one looks at it, and leads to what was said."""

import pytest
from playwright.async_api import expect

from community.discussion import actions
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.discussion import says

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_a_dot_comes_leads_to_the_message_and_goes(browser, database, server, width, scheme):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana = cohort.members["Ana"]
        look = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
        ben = await someone(browser, cohort.members["Ben"].person, server.url, **look)
        await ben.opens(f"/cohorts/{cohort.id}/board?show=everyone")
        await ben.is_live()
        if width < 500:
            await ben.page.locator(f"#member-{ana.seat.id} summary").click()
            await ben.page.mouse.move(0, 0)  # rows keep still under a pointer
        message = await says(ana, "What counts as a plan?", about="talk_plan 2.1")
        dot = ben.page.locator(f"#talk-{ana.seat.id}-talk_plan")
        await expect(dot).to_be_visible(timeout=SOON)
        head = ben.page.locator("#talk-of-talk_plan")
        await (expect(head).to_be_hidden() if width < 500 else expect(head).to_have_text("1 new message about this"))
        assert await axe(ben.page) == []
        await dot.click()
        await expect(ben.page.get_by_text("What counts as a plan?")).to_be_visible()
        await ben.is_live()
        other = await says(ana, "And what as a lesson?", about="talk_plan")
        await ben.sees("#talk", "And what as a lesson?")
        assert await axe(ben.page) == []
        await ben.opens(f"/cohorts/{cohort.id}/channels/general")
        assert await axe(ben.page) == []
        await ben.opens(f"/cohorts/{cohort.id}/board?show=everyone")
        await ben.is_live()
        await ben.page.mouse.move(0, 0)
        await expect(dot).to_have_count(1)
        for one in (message, other):
            await actions.resolve(ana.seat, cohort.cohort, one, one, True)
        await expect(dot).to_have_count(0, timeout=SOON)
        assert ben.problems == []
        await ben.page.context.close()
