"""Reporting in a real browser: without a barrier, and the list says where to go on."""

import pytest
from playwright.async_api import expect

from community.moderation.actions import report as reports
from community.moderation.rules import Reason
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.discussion import says

pytestmark = pytest.mark.browser


async def test_a_message_is_reported_hidden_and_gone_from_the_open_page(browser, server):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        message = await says(cohort.members["Ben"], "Whoever says so is a fool")
        ana = await someone(browser, cohort.members["Ana"].person, server.url, viewport={"width": 390, "height": 844})
        leads = await someone(browser, cohort.facilitator.person, server.url, color_scheme="dark")
        await ana.opens(message.address)
        await ana.page.get_by_role("link", name="Report it").click()
        await ana.page.get_by_label("It is unkind").check()
        assert await axe(ana.page) == []
        await leads.opens(f"/cohorts/{cohort.id}/reports")
        await leads.is_live()
        await leads.sees("#reports", "Nothing is reported.")
        await ana.page.get_by_role("button", name="Report it").click()
        await ana.sees("main", "It waits for a facilitator")
        assert await axe(ana.page) == []
        await ana.opens(f"/cohorts/{cohort.id}/channels/general")
        await ana.is_live()
        sentence = leads.page.get_by_label("Your sentence").first  # the report is there without a reload
        await sentence.fill("We speak about work here.")
        other = await says(cohort.members["Ben"], "And you are another")
        await reports(cohort.members["Ana"].seat, other, Reason.OTHER, "")
        await leads.sees("#reports", "And you are another")
        await expect(sentence).to_have_value("We speak about work here.")
        assert await axe(leads.page) == []
        await leads.page.get_by_role("button", name="Hide the message").first.click()
        await leads.sees("main", "Settled: it is hidden.")
        await expect(ana.page.locator(f"#message-{message.id}")).to_contain_text("We speak about work", timeout=SOON)
        assert await axe(leads.page) == []
        ben = await someone(browser, cohort.members["Ben"].person, server.url, viewport={"width": 390, "height": 844})
        await ben.opens(f"{message.address}/hiding")
        await ben.sees("main", "We speak about work here.")
        assert await axe(ben.page) == []
        await leads.page.get_by_text("Show it again").click()
        await leads.page.locator("[id^=report-]:has(summary) textarea").fill("He has explained it.")
        assert await axe(leads.page) == []
        await leads.page.get_by_role("button", name="Show the message again").click()
        await expect(ana.page.locator(f"#message-{message.id}")).to_contain_text("is a fool", timeout=SOON)
        assert ben.problems == []
        await ben.page.context.close()
        assert ana.problems == leads.problems == []
        for one in (ana, leads):
            await one.page.context.close()
