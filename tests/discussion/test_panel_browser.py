"""A dot comes to a cell on the cohort's own page without a reload; its talk opens beside the board, by the keyboard."""

import re

import pytest
from playwright.async_api import expect

from community.discussion import actions
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.discussion import says

TWICE = """[...document.querySelectorAll("#talk-panel [id]")].map((one) => one.id)
    .filter((id) => document.querySelectorAll(`[id="${id}"]`).length > 1)"""
pytestmark = pytest.mark.browser


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_a_dot_on_the_cohorts_page_opens_its_talk_beside_the_board(browser, database, server, width, scheme):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana = cohort.members["Ana"]
        look = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
        ben = await someone(browser, cohort.members["Ben"].person, server.url, **look)
        path = f"/cohorts/{cohort.id}" if width > 500 else f"/cohorts/{cohort.id}/board?show=everyone"
        await ben.opens(path)
        await ben.is_live()
        row = ben.page.locator(f"#member-{ana.seat.id}")
        await expect(row).to_be_attached(timeout=SOON)
        if width < 500:
            await row.locator("summary").click()
            await ben.page.mouse.move(0, 0)  # rows keep still under a pointer
        message = await says(ana, "What counts as a plan?", about="talk_plan 2.1")
        dot, panel = ben.page.locator(f"#talk-{ana.seat.id}-talk_plan"), ben.page.locator("#talk-panel")
        await expect(dot).to_be_visible(timeout=SOON)
        await dot.focus()
        await ben.page.keyboard.press("Enter")
        await expect(panel).to_be_visible()
        await expect(panel.locator("h2")).to_be_focused()
        await expect(panel).to_contain_text("What counts as a plan?")
        assert await axe(ben.page) == []
        box = await panel.bounding_box()
        assert box["x"] + box["width"] == width, "at the side, or over the whole width from below"
        assert box["y"] > 100 if width < 500 else box["height"] == 844
        other = await says(ana, "And what as a lesson?", about="talk_plan")
        await ben.sees("#talk-panel", "And what as a lesson?")
        assert await ben.page.evaluate(TWICE) == [], "what stands in the panel has no id that stands elsewhere"
        await ben.page.keyboard.press("Escape")
        await expect(panel).to_be_hidden()
        await expect(dot).to_be_focused()
        await dot.click()
        await panel.get_by_role("button", name="Close").click()
        await expect(panel).to_be_hidden()
        await expect(dot).to_be_focused()
        await ben.page.mouse.move(0, 0)
        live = words(await dot.inner_text())
        await ben.page.reload()
        await expect(dot).to_have_count(1, timeout=SOON)
        assert words(await dot.inner_text()) == live, "what is seen live is what a reload shows"
        await ben.is_live()
        for one in (message, other):
            await actions.resolve(ana.seat, cohort.cohort, one, one, True)
        await expect(dot).to_have_count(0, timeout=SOON)
        assert ben.problems == []
        await ben.page.context.close()


async def test_without_scripts_a_dot_leads_to_the_page_of_its_talk(browser, database, server):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        await says(cohort.members["Ana"], "What counts as a plan?", about="talk_plan")
        ben = await someone(browser, cohort.members["Ben"].person, server.url, java_script_enabled=False)
        await ben.opens(f"/cohorts/{cohort.id}/board?show=everyone")
        await ben.page.locator(f"#talk-{cohort.members['Ana'].seat.id}-talk_plan").click()
        await expect(ben.page.locator("h1")).to_contain_text("Talk about")
        await expect(ben.page.get_by_text("What counts as a plan?")).to_be_visible()
        await ben.page.context.close()
