"""Rosa makes her account in a real browser, with mail through the real queue; every page of people passes axe-core."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.support.browsers import axe
from tests.support.people import PASSWORD, digits_in, link_in, mail_to, make_person
from tests.support.servers import serve

pytestmark = pytest.mark.browser

GOOD = "tuesday letters on the porch"


@pytest_asyncio.fixture(scope="module")
async def address(database):
    """Where the whole product is served, mail and all."""
    async with serve() as server:
        yield server.url


async def test_rosa_makes_an_account_and_finds_herself_in_her_own_time_zone(browser, address):
    context = await browser.new_context(timezone_id="America/Denver")
    page = await context.new_page()
    await page.goto(f"{address}/sign-up")
    await page.get_by_label("Your name").fill("Rosa Delgado")
    await page.get_by_label("E-mail address").fill("rosa@example.org")
    await page.get_by_label("Password").fill(GOOD)
    await page.get_by_role("button", name="Make my account").click()
    await page.get_by_label("Six digits").fill(digits_in(await mail_to("rosa@example.org")))
    await page.get_by_role("button", name="Confirm my address").click()
    await expect(page.get_by_text("Welcome, Rosa!")).to_be_visible()
    await expect(page.get_by_label("Time zone")).to_have_value("America/Denver")
    await context.close()


async def test_a_link_opened_by_the_keyboard_alone_signs_ana_in_and_out(browser, address):
    ana = await make_person("Ana Torres")
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{address}/sign-in?next=/profile")
    await page.get_by_label("E-mail address").fill(ana.email)
    await page.get_by_role("button", name="E-mail me a link and a code").press("Enter")
    await expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    await page.goto(address + link_in(await mail_to(ana.email)))
    await page.get_by_role("button", name="Sign in on this device").press("Enter")
    await expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    await page.get_by_role("button", name="Ana Torres, menu").press("Enter")
    await page.get_by_role("button", name="Sign out").press("Enter")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await context.close()


async def test_a_refused_form_takes_the_focus_to_what_is_to_mend(browser, address):
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{address}/sign-in")
    await page.get_by_label("E-mail address").fill("rosa@example.org")
    await page.get_by_label("Password").fill("not this one")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.locator("#errors")).to_be_focused()
    await expect(page.get_by_label("E-mail address")).to_have_value("rosa@example.org")
    await page.locator("#errors").get_by_role("link", name="Password").click()
    await expect(page.get_by_label("Password")).to_be_focused()
    await context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
async def test_every_page_of_people_is_for_everybody(browser, address, scheme, width):
    ana = await make_person("Ana Torres")
    context = await browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = await context.new_page()
    problems = []

    async def look(path):
        await page.goto(address + path)
        problems.extend(f"{path}: {found}" for found in await axe(page))
        if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{path} scrolls sideways")

    for path in ("/sign-in", "/sign-up", "/password", "/sign-in/code", "/password/code", "/sign-in/link/none", "/mail"):
        await look(path)
    await page.goto(f"{address}/sign-in?next=/profile")
    await page.get_by_label("E-mail address").fill(ana.email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    for path in ("/profile?done=welcome", "/sessions", "/password", "/profile/address"):
        await look(path)
    await context.close()
    assert problems == []
