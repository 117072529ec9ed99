"""A message brings a file while the store is really full: the page says so, tries again, and nothing typed is lost."""

import os
import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import db
from tests.support.artifacts import a_pdf
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.servers import serve
from tests.support.stores import needs_root, small_store

pytestmark = [pytest.mark.browser, needs_root]
SENTENCE = "This file cannot be kept just now"


@pytest_asyncio.fixture
async def store(database, tmp_path):
    async with small_store(tmp_path) as one:
        yield one


@pytest_asyncio.fixture
async def ana(browser, store):
    """Ana in her cohort, at a server whose store is this one."""
    async with a_cohort(None, "Ana", "Ben") as cohort, serve(ROUNDTABLE_FILES=store.address) as server:
        one = await someone(browser, cohort.members["Ana"].person, server.url, viewport={"width": 1440, "height": 900})
        await one.opens(f"/cohorts/{cohort.id}/channels/general")
        await one.is_live()
        yield one
        assert [said for said in one.problems if "503" not in said] == []
        await one.page.context.close()


async def says_with_a_file(page):
    large = {"name": "A long plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf() + os.urandom(22_000_000)}
    await page.get_by_label(re.compile("^Message to")).fill("With a long plan")
    await page.locator(".attaching > summary").first.click()
    await page.locator("#file-1-general").set_input_files(large)
    await page.get_by_role("button", name="Send", exact=True).click()


async def test_x14_a_message_waits_for_a_full_store_and_a_press_sends_it_once_there_is_place(ana, store):
    page, sending = ana.page, ana.page.locator(".sending")
    await says_with_a_file(page)
    await expect(sending.locator("[data-stands]")).to_contain_text(SENTENCE, timeout=SOON)
    assert await axe(page) == []
    await store.grows("200m")
    await sending.get_by_role("button", name="Try again").click()
    await expect(page.locator("#messages-general .attachments")).to_contain_text("A long plan.pdf", timeout=SOON)
    await expect(sending).to_have_count(0)


async def test_x14_a_message_that_found_no_place_stays_as_not_sent_and_holds_up_no_other(ana):
    page, sending, field = ana.page, ana.page.locator(".sending"), ana.page.get_by_label(re.compile("^Message to"))
    await says_with_a_file(page)
    for _tried in range(4):
        await sending.get_by_role("button", name="Try again").click(timeout=SOON)
    await expect(sending).to_have_attribute("data-state", "failed", timeout=SOON)
    await expect(sending.locator("[data-stands]")).to_contain_text(SENTENCE)
    await expect(sending.get_by_role("button", name="Send again")).to_be_visible()
    await field.fill("Without it then")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#messages-general .message .body").last).to_have_text("Without it then", timeout=SOON)
    await expect(sending).to_have_count(1)
    assert await db.value("select count(*) from upload_piece") == 0, "no half file"
