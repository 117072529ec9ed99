"""Choosing files for a message in a real browser: by keyboard, pasted, refused; what is shown live."""

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
from tests.support.discussion import files_looked_at, says
from tests.support.pictures import a_picture

pytestmark = pytest.mark.browser
PASTE = """
(name) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(window.picture)], name, { type: "image/png" }));
  const field = document.querySelector("textarea");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}
"""


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


def a_long_pdf(size: int = 20_000_000) -> dict:
    return {"name": "A long plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf() + os.urandom(size)}


async def test_x14_a_file_of_a_message_goes_on_after_a_cut_and_a_reload(browser, cohort, server, proxy):
    way = await proxy(server.url)
    one = await someone(browser, cohort.members["Ana"].person, way.url, viewport={"width": 1440, "height": 900})
    page = one.page
    await one.opens(f"/cohorts/{cohort.id}/channels/general")
    await page.get_by_label(re.compile("^Message to")).fill("With a long plan")
    await page.locator(".attaching > summary").first.click()
    await page.locator("#file-1-general").set_input_files(a_long_pdf())
    way.lag = 0.02
    await page.get_by_role("button", name="Send", exact=True).click()
    sending = page.locator(".sending")
    await expect(sending.get_by_role("progressbar", name="A long plan.pdf")).to_be_visible(timeout=SOON)
    await expect(sending.get_by_role("button", name="Cancel")).to_be_visible()
    assert await axe(page) == []
    await way.cut()
    came = await db.value("select max(received) from upload where name = 'A long plan.pdf'")
    way.lag = 0
    await way.restore()
    await page.reload()
    shown = page.locator("#messages-general .attachments")
    await expect(shown).to_contain_text("A long plan.pdf", timeout=60_000)
    await expect(sending).to_have_count(0)
    assert await db.value("select count(*) from upload where name = 'A long plan.pdf'") == 1, "the same, gone on with"
    assert await db.value("select size from upload where name = 'A long plan.pdf'") > max(20_000_000, came or 0)
    await page.context.close()


async def test_what_is_cancelled_on_its_way_goes_back_to_where_it_was_written(browser, cohort, server, proxy):
    way = await proxy(server.url)
    one = await someone(browser, cohort.members["Ana"].person, way.url, viewport={"width": 1440, "height": 900})
    page, field = one.page, one.page.get_by_label(re.compile("^Message to"))
    await one.opens(f"/cohorts/{cohort.id}/channels/general")
    await field.fill("Perhaps not")
    await page.locator(".attaching > summary").first.click()
    await page.locator("#file-1-general").set_input_files(a_long_pdf())
    way.lag = 0.05
    await page.get_by_role("button", name="Send", exact=True).click()
    await page.locator(".sending").get_by_role("button", name="Cancel").click(timeout=SOON)
    await expect(field).to_have_value("Perhaps not", timeout=SOON)
    await expect(page.locator("[data-refused]").first).to_contain_text("Cancelled")
    await expect(page.locator(".sending")).to_have_count(0)
    way.lag = 0
    await page.reload()
    await expect(page.locator(".sending")).to_have_count(0)
    assert await db.value("select count(*) from upload where seat_id is not null and state <> 'refused'") == 0
    pieces = "select count(*) from upload_piece join upload on upload.id = upload_id where upload.seat_id is not null"
    assert await db.value(pieces) == 0
    await page.context.close()


async def test_the_first_private_message_sends_its_file_in_pieces(browser, cohort, server):
    one = await someone(browser, cohort.members["Ana"].person, server.url, viewport={"width": 390, "height": 800})
    page = one.page
    await one.opens(f"/cohorts/{cohort.id}/private-threads/new")
    await page.get_by_label("To", exact=True).select_option(label=cohort.members["Ben"].person.name)
    await page.get_by_label("What you want to say").fill("Only for you")
    await page.locator(".attaching > summary").first.click()
    assert await axe(page) == []
    pieces = []
    page.on("request", lambda asked: pieces.append(asked.method) if "/uploads" in asked.url else None)
    await page.locator("#file-1-private").set_input_files({"name": "plan.pdf", "mimeType": "x/y", "buffer": a_pdf()})
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".attachments")).to_contain_text("plan.pdf", timeout=SOON)
    assert pieces[0] == "POST" and "PATCH" in pieces
    assert one.problems == []
    await page.context.close()


async def test_who_is_signed_out_hears_of_it_when_a_form_with_a_file_is_sent(browser, cohort, server):
    one = await someone(browser, cohort.members["Ana"].person, server.url)
    page = one.page
    await one.opens(f"/cohorts/{cohort.id}/private-threads/new")
    await page.get_by_label("What you want to say").fill("Only for you")
    await page.get_by_label("To", exact=True).select_option(label=cohort.members["Ben"].person.name)
    await page.locator(".attaching > summary").first.click()
    await page.locator("#file-1-private").set_input_files({"name": "plan.pdf", "mimeType": "x/y", "buffer": a_pdf()})
    await page.context.clear_cookies()
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in", timeout=SOON)
    await page.context.close()
