"""Choosing files for a message in a real browser: by keyboard, pasted, refused; what is shown live."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.artifacts import a_pdf
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.discussion import files_looked_at, says
from tests.support.pictures import a_picture
from tests.support.servers import serve

pytestmark = pytest.mark.browser
PASTE = """
(name) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(window.picture)], name, { type: "image/png" }));
  const field = document.querySelector("textarea");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}
"""


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve() as one:
        yield one


@pytest_asyncio.fixture
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        await says(made.members["Ben"], "Good morning")
        yield made


@pytest_asyncio.fixture
async def ana(browser, cohort, server):
    ana = await someone(browser, cohort.members["Ana"].person, server.url, viewport={"width": 1440, "height": 900})
    await ana.opens(f"/cohorts/{cohort.id}/channels/general")
    await ana.is_live()
    yield ana
    assert [one for one in ana.problems if "422" not in one] == []
    await ana.page.context.close()


async def test_a_picture_is_chosen_by_keyboard_and_stands_there_without_a_reload(ana, cohort):
    page = ana.page
    await page.get_by_label(re.compile("^Message to")).fill("Six tables")
    await page.locator(".attaching > summary").first.focus()
    await page.keyboard.press("Enter")
    await page.locator("#file-1-general").set_input_files(
        {"name": "tables.png", "mimeType": "image/png", "buffer": a_picture(kind="PNG")}
    )
    words = page.locator("#alt-1-general")
    await expect(words).to_have_attribute("required", "")
    assert await axe(page) == []
    await words.fill("Chips on six tables")
    await words.press("Enter")
    shown = page.locator("#messages-general .attachments")
    await expect(shown).to_contain_text("being looked at", timeout=SOON)
    await expect(page.locator(".attaching[open]")).to_have_count(0)
    await files_looked_at()
    await expect(page.get_by_alt_text("Chips on six tables")).to_be_visible(timeout=SOON)
    assert await axe(page) == []


async def test_what_is_pasted_goes_to_the_next_free_place(ana):
    page = ana.page
    await page.evaluate("(picture) => { window.picture = picture }", list(a_picture(kind="PNG")))
    for number in (1, 2):
        await page.evaluate(PASTE, f"pasted {number}.png")
        await expect(page.locator(f"#alt-{number}-general")).to_be_focused()
        name = await page.locator(f"#file-{number}-general").evaluate("(field) => field.files[0].name")
        assert name == f"pasted {number}.png"


async def test_a_refused_file_gives_the_text_back_and_says_why(ana):
    page, field = ana.page, ana.page.get_by_label(re.compile("^Message to"))
    await field.fill("With a plan")
    await page.locator(".attaching > summary").first.click()
    await page.locator("#file-1-general").set_input_files(
        {"name": "plan.docx", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("[data-refused]")).to_contain_text("inside it is something else", timeout=SOON)
    await expect(field).to_have_value("With a plan")
    await expect(page.locator(".sending")).to_have_count(0)
