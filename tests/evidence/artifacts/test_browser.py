"""A file is sent from a page: its progress is said, a cut and a reload do not lose it, and it can be cancelled."""

import asyncio
import os
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import clock
from community.evidence.artifacts import actions
from tests.support.artifacts import DESK, a_pdf, artifacts_of
from tests.support.browsers import axe
from tests.support.browsing import SOON, has_signed_in, someone, tabs_to
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.people import make_person
from tests.support.servers import serve

pytestmark = pytest.mark.browser
LATER = timedelta(hours=25)
REMOVED = "This file was removed meanwhile, so it is not sent."


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve() as one:
        yield one


@pytest_asyncio.fixture
async def definition(database):
    return await a_definition()


@pytest_asyncio.fixture
async def ana(definition):
    return await make_person("Ana Torres")


def a_long_pdf(size: int = 20_000_000) -> dict:
    return {"name": "A long plan.pdf", "mimeType": "application/pdf", "buffer": a_pdf() + os.urandom(size)}


async def test_x14_a_file_goes_on_after_a_cut_and_after_a_reload(browser, server, proxy, ana, definition):
    way = await proxy(server.url)
    one = await someone(browser, ana, way.url)
    await one.opens(DESK)
    field, sending = one.page.locator("#file"), one.page.locator("#file-list-sending li")
    await field.set_input_files(a_long_pdf())
    way.lag = 0.02
    await one.page.get_by_role("button", name="Send the file").press("Enter")
    await expect(sending).to_contain_text("Sending", timeout=SOON)
    await expect(sending.get_by_role("progressbar")).to_have_attribute("aria-label", "A long plan.pdf")
    await way.cut()
    await expect(sending).to_contain_text("Waiting for the network", timeout=SOON)
    way.lag = 0
    await way.restore()
    await one.page.reload()
    ready = one.page.locator("#files .items [data-state=ready]")
    await expect(ready).to_contain_text("A long plan.pdf", timeout=60_000)
    await expect(sending).to_have_count(0)
    (file,) = await artifacts_of(ana, definition)
    assert file.size > 20_000_000
    await one.page.context.close()


async def test_x14_a_file_that_was_let_go_of_for_its_age_goes_anew_and_one_removed_elsewhere_does_not(
    browser, server, proxy, ana, definition
):
    way = await proxy(server.url)
    one = await someone(browser, ana, way.url)
    await one.opens(DESK)
    await is_cut_on_its_way(one.page, way)
    await is_removed(ana, definition)
    await way.restore()
    await says_that_it_was_removed(one.page)
    assert await artifacts_of(ana, definition) == []
    await is_cut_on_its_way(one.page, way)
    await is_let_go_of(ana, definition)
    await way.restore()
    ready = one.page.locator("#files .items [data-state=ready]")
    await expect(ready).to_contain_text("A long plan.pdf", timeout=60_000)
    await expect(one.page.locator("#file-list-sending li")).to_have_count(0)
    (file,) = await artifacts_of(ana, definition)
    assert file.size > 20_000_000
    await one.page.context.close()


async def test_x14_the_same_where_the_answer_to_its_beginning_was_lost(browser, server, ana, definition):
    """The page does not know where its file went to when it asks anew."""
    one = await someone(browser, ana, server.url)
    await one.opens(DESK)
    await is_not_told_that_it_began(one, is_removed, definition)
    await says_that_it_was_removed(one.page)
    assert await artifacts_of(ana, definition) == []
    await is_not_told_that_it_began(one, is_let_go_of, definition)
    await expect(one.page.locator("#files .items [data-state=ready]")).to_have_count(1, timeout=SOON)
    await expect(one.page.locator("#file-list-sending li")).to_have_count(0)
    assert [said for said in one.problems if "410" not in said] == []
    await one.page.context.close()


async def is_not_told_that_it_began(one, happens, definition):
    """A file is sent from the page; the server makes a place for it, `happens`, and its answer is lost."""

    async def is_lost(route):
        await route.fetch()
        await happens(one.person, definition)
        await route.abort("connectionreset")

    await one.page.route("**/uploads", is_lost, times=1)
    await one.page.locator("#file").set_input_files(a_long_pdf(1_000))
    await one.page.get_by_role("button", name="Send the file").press("Enter")


async def is_removed(person, definition):
    """On another device."""
    (file,) = await artifacts_of(person, definition)
    await actions.remove(person, file)


async def is_let_go_of(person, definition):
    """As a day later."""
    assert len(await artifacts_of(person, definition)) == 1, "the premise"
    clock.move(LATER)
    try:
        await actions.sweep({})
    finally:
        clock.move(-LATER)
    assert await artifacts_of(person, definition) == []


async def says_that_it_was_removed(page):
    sending = page.locator("#file-list-sending li")
    await expect(sending).to_contain_text(REMOVED, timeout=SOON)
    await expect(sending.get_by_role("button")).to_have_count(1)
    await sending.get_by_role("button", name="Cancel the upload").click()
    await expect(sending).to_have_count(0)


async def test_who_is_signed_out_is_told_to_sign_in_and_then_it_goes_on(browser, server, ana, definition):
    one = await someone(browser, ana, server.url)
    page, sending = one.page, one.page.locator("#file-list-sending li")
    await one.opens(DESK)

    async def signs_out(route):
        if route.request.method != "PATCH":
            return await route.continue_()
        await page.context.clear_cookies()
        return await route.abort("connectionreset")

    await page.route("**/uploads/*", signs_out)
    await page.locator("#file").set_input_files(a_long_pdf(1_000))
    await page.get_by_role("button", name="Send the file").press("Enter")
    await expect(sending).to_contain_text("Sign in again in another tab, then press Try again.", timeout=SOON)
    await expect(sending).to_contain_text("It is kept on this device.")
    await page.unroute("**/uploads/*")
    await has_signed_in(page.context, ana, server.url)
    await sending.get_by_role("button", name="Try again").click()
    await expect(page.locator("#files .items [data-state=ready]")).to_have_count(1, timeout=SOON)
    await expect(sending).to_have_count(0)
    await page.context.close()


async def test_what_is_cancelled_while_its_place_is_made_is_gone_from_the_server_too(browser, server, ana, definition):
    one = await someone(browser, ana, server.url)
    page, sending = one.page, one.page.locator("#file-list-sending li")
    await one.opens(DESK)
    is_made, may_be_told = asyncio.Event(), asyncio.Event()

    async def is_told_late(route):
        answer = await route.fetch()
        is_made.set()
        await may_be_told.wait()
        await route.fulfill(response=answer)

    await page.route("**/uploads", is_told_late)
    await page.locator("#file").set_input_files(a_long_pdf(1_000))
    await page.get_by_role("button", name="Send the file").press("Enter")
    await is_made.wait()
    assert len(await artifacts_of(ana, definition)) == 1, "the premise"
    await sending.get_by_role("button", name="Cancel the upload").click()
    may_be_told.set()
    await expect(sending).to_have_count(0)
    assert await artifacts_of(ana, definition) == []
    assert one.problems == []
    await page.context.close()


async def is_cut_on_its_way(page, way):
    """A long file is sent from the page, and the network goes away before all of it is there."""
    await page.locator("#file").set_input_files(a_long_pdf())
    way.lag = 0.02
    sending = page.locator("#file-list-sending li")
    async with page.expect_response(lambda answer: answer.request.method == "HEAD"):
        await page.get_by_role("button", name="Send the file").press("Enter")
    await expect(sending).to_contain_text("Sending", timeout=SOON)
    await way.cut()
    way.lag = 0
    await expect(sending).to_contain_text("Waiting for the network", timeout=SOON)


async def test_by_keyboard_alone_a_file_is_chosen_sent_and_opened(browser, server, ana, definition):
    one = await someone(browser, ana, server.url)
    page, keys = one.page, one.page.keyboard
    await one.opens(DESK)
    await page.locator("#file").wait_for()
    await tabs_to(page, "#file")
    async with page.expect_file_chooser() as chooser:
        await keys.press("Enter")
    await (await chooser.value).set_files(a_long_pdf(1_000))
    await tabs_to(page, "#file-form button")
    await keys.press("Enter")
    await expect(page.locator("#files .items [data-state=ready]")).to_contain_text("A long plan.pdf", timeout=60_000)
    assert await axe(page) == []
    await tabs_to(page, "#files .items [data-state=ready] a", key="Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("A long plan.pdf")
    assert await axe(page) == []
    assert one.problems == []
    await page.context.close()


PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
ON_MOBILE_DATA = """Object.defineProperty(navigator, "connection",
    {value: Object.assign(new EventTarget(), {type: "cellular"})})"""
WIFI_COMES = "const it = navigator.connection; it.type = 'wifi'; it.dispatchEvent(new Event('change'))"
NOTHING_KNOWN = "Object.defineProperty(navigator, 'connection', {value: undefined})"
NO_PLACE = "IDBObjectStore.prototype.put = function () { this.transaction.abort(); return {}; }"


async def test_on_a_phone_a_large_file_waits_for_wifi_and_can_be_cancelled(browser, server, definition):
    async with a_cohort(None, "Ana") as cohort:
        ana = cohort.members["Ana"].person
        one = await someone(browser, ana, server.url, **PHONE)
        page, sending = one.page, one.page.locator("#file-list-sending li")
        await page.add_init_script(ON_MOBILE_DATA)
        await one.opens(DESK)
        await page.locator("#file").set_input_files(a_long_pdf(1_000_000))
        await page.get_by_role("button", name="Send the file").tap()
        await expect(sending).to_contain_text("Waiting for Wi-Fi", timeout=SOON)
        await one.sees("#files .items [data-state=waiting]", "waiting to be sent")
        await one.opens(f"/cohorts/{cohort.id}/board")
        await one.sees("#board", "1 file waiting to be sent")
        await one.opens(DESK)
        await expect(sending).to_contain_text("Waiting for Wi-Fi, 1.0 MB. It is kept on this device.", timeout=SOON)
        await is_let_go_of(ana, definition)
        await one.opens(DESK)
        await one.sees("#files .items [data-state=waiting]", "waiting to be sent")
        await sending.get_by_role("button", name="Cancel the upload").tap()
        await expect(sending).to_have_count(0)
        assert await artifacts_of(ana, definition) == []
        await page.locator("#file").set_input_files(a_long_pdf(1_000_000))
        await page.get_by_role("button", name="Send the file").tap()
        await expect(sending).to_contain_text("Waiting for Wi-Fi", timeout=SOON)
        await page.evaluate(WIFI_COMES)
        await expect(page.locator("#files .items [data-state=ready]")).to_have_count(1, timeout=60_000)
        await expect(sending).to_have_count(0)
        assert len(await artifacts_of(ana, definition)) == 1
        assert [said for said in one.problems if "404" not in said] == [], "but that it was let go of"
        await page.context.close()


async def test_where_the_browser_does_not_tell_of_wifi_its_person_says_when_and_what_it_cannot_keep_is_said(
    browser, server, ana, definition
):
    one = await someone(browser, ana, server.url, **PHONE)
    await one.page.add_init_script(NO_PLACE)
    await one.page.add_init_script(NOTHING_KNOWN)
    await one.opens(DESK)
    sending = one.page.locator("#file-list-sending li")
    await one.page.locator("#file").set_input_files(a_long_pdf(10_000_000))
    await one.page.get_by_role("button", name="Send the file").tap()
    await expect(sending).to_contain_text("Press Send now when you are on Wi-Fi", timeout=SOON)
    await expect(sending).to_contain_text("Leave this page open: it could not be kept on this device.")
    await sending.get_by_role("button", name="Send now").tap()
    await expect(one.page.locator("#files .items [data-state=ready]")).to_have_count(1, timeout=60_000)
    await expect(sending).to_have_count(0)
    assert len(await artifacts_of(ana, definition)) == 1
    assert one.problems == []
    await one.page.context.close()
