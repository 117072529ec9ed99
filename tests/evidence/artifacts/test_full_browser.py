"""A file is sent from a page while the store is really full: the page says so, tries again, and leaves no half file."""

import os

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import db
from tests.support.artifacts import DESK, a_pdf, artifacts_of
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.catalogue import a_definition
from tests.support.people import make_person
from tests.support.servers import serve
from tests.support.stores import needs_root, small_store

pytestmark = [pytest.mark.browser, needs_root]
SENTENCE = "This file cannot be kept just now"


@pytest_asyncio.fixture
async def store(database, tmp_path):
    async with small_store(tmp_path) as one:
        yield one


@pytest_asyncio.fixture
async def one(browser, store):
    """Ana before her page, at a server whose store is this one."""
    await a_definition()
    async with serve(ROUNDTABLE_FILES=store.address) as server:
        ana = await someone(browser, await make_person("Ana Torres"), server.url)
        await ana.opens(DESK)
        yield ana
        assert [said for said in ana.problems if "503" not in said] == []
        await ana.page.context.close()


async def sends(page):
    large = {"name": "A long plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf() + os.urandom(30_000_000)}
    await page.locator("#file").set_input_files(large)
    await page.get_by_role("button", name="Send the file").press("Enter")


async def test_x14_a_full_store_is_said_and_a_press_goes_on_once_there_is_place(one, store):
    sending = one.page.locator("#file-list-sending li")
    await sends(one.page)
    await expect(sending).to_contain_text(SENTENCE, timeout=SOON)
    assert await axe(one.page) == []
    before = await db.value("select received from upload")
    assert 0 < before < 30_000_000, "the premise: it came until the store was full"
    await store.grows("200m")
    await sending.get_by_role("button", name="Try again").click()
    await expect(one.page.locator("#files .items [data-state=ready]")).to_have_count(1, timeout=SOON)
    await expect(sending).to_have_count(0)
    (file,) = await artifacts_of(one.person, await a_definition())
    assert file.size > 30_000_000 and file.file in store.names()


async def test_x14_what_a_full_store_keeps_out_is_cancelled_and_no_half_file_stays(one, store):
    sending = one.page.locator("#file-list-sending li")
    await sends(one.page)
    await expect(sending).to_contain_text(SENTENCE, timeout=SOON)
    await sending.get_by_role("button", name="Cancel the upload").click()
    await expect(sending).to_have_count(0)
    assert await artifacts_of(one.person, await a_definition()) == []
    assert await db.value("select count(*) from upload_piece") == 0
    await one.page.reload()
    await expect(sending).to_have_count(0)
