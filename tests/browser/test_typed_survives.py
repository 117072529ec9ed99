"""What was typed survives a reload, a crash of the tab and a sign-out by expiry; a deliberate sign-out erases it."""

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import clock, db
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.people import PASSWORD
from tests.support.servers import serve

pytestmark = pytest.mark.browser
THOUGHT = "Three of mine came in August, and one of them draws"
# Where one writes: a message, and a draft. Neither was sent when the tab is gone.
PLACES = {
    "message": ("/cohorts/{id}/channels/general", "form.composer textarea"),
    "draft": ("/work/EL-02/students", "#text"),
}
KEPT = """() => new Promise((resolve) => {
    const opening = indexedDB.open("roundtable");
    opening.onsuccess = () => {
        const all = opening.result.transaction("kept").objectStore("kept").getAll();
        all.onsuccess = () => resolve([...new Set(all.result.map((each) => each.text ?? "").filter(Boolean))]);
    };
})"""


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve() as one:
        yield one


@pytest_asyncio.fixture
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        yield made


@pytest_asyncio.fixture
async def ana(browser, cohort, server):
    ana = await someone(browser, cohort.members["Ana"].person, server.url)
    yield ana
    await ana.page.context.close()


@pytest.fixture(params=PLACES)
def place(request, cohort):
    """(the page's path, the field's selector)"""
    path, field = PLACES[request.param]
    return path.format(id=cohort.id), field


async def types(ana, place) -> None:
    """Write something that the server has not got when this returns."""
    path, field = place
    await ana.opens(path)
    await ana.page.route("**/revisions", lambda route: route.abort())  # the draft's own saving does not come through
    await ana.page.locator(field).press_sequentially(THOUGHT)
    await becomes(ana.page, [THOUGHT])


async def becomes(page, texts: list[str]) -> None:
    """Wait until this browser keeps exactly these texts."""
    async with asyncio.timeout(SOON / 1000):
        while (kept := await page.evaluate(KEPT)) != texts:
            assert isinstance(kept, list)


async def test_a_reload(ana, place):
    await types(ana, place)
    await ana.page.reload()
    await expect(ana.page.locator(place[1])).to_have_value(THOUGHT)


async def test_a_crash_of_the_tab(ana, place):
    await types(ana, place)
    inspector = await ana.page.context.new_cdp_session(ana.page)
    async with ana.page.expect_event("crash"):
        crash = asyncio.create_task(inspector.send("Page.crash"))  # it is never answered
    crash.cancel()
    ana.page = await ana.page.context.new_page()
    await ana.opens(place[0])
    await expect(ana.page.locator(place[1])).to_have_value(THOUGHT)


async def test_an_expired_sign_in(ana, place):
    await types(ana, place)
    await expires(ana.person)
    await ana.page.reload()
    await ana.page.wait_for_url("**/sign-in?next=**")
    assert await ana.page.evaluate(KEPT) == [THOUGHT], "an expired sign-in takes nothing"
    await enters(ana)
    await ana.page.wait_for_url(f"**{place[0]}")
    await expect(ana.page.locator(place[1])).to_have_value(THOUGHT)


async def test_a_draft_saved_after_the_sign_in_expired(ana):
    path, field = PLACES["draft"]
    await types(ana, (path, field))
    await expires(ana.person)
    await ana.page.unroute("**/revisions")
    await ana.page.locator("#save").click()
    await ana.page.wait_for_url("**/sign-in**")
    await enters(ana)
    await ana.opens(path)
    await expect(ana.page.locator(field)).to_have_value(THOUGHT)


async def test_a_message_sent_after_the_sign_in_expired_is_made_once_one_is_back(ana, cohort):
    path, field = PLACES["message"]
    await ana.opens(path.format(id=cohort.id))
    await ana.is_live()
    await expires(ana.person)
    await ana.page.locator(field).fill(THOUGHT)
    await ana.page.locator(field).press("Control+Enter")
    await expect(ana.page.locator(".messages .sending")).to_contain_text(THOUGHT)
    await expect(ana.page.locator("#connection")).to_have_attribute("data-state", "out", timeout=SOON)
    await ana.signs_in()
    await ana.opens(path.format(id=cohort.id))
    await expect(ana.page.locator(".messages > li[data-author]")).to_have_count(1, timeout=SOON)
    await ana.sees(".messages > li[data-author]", THOUGHT)
    await expect(ana.page.locator(".messages .sending")).to_have_count(0)


async def test_a_deliberate_sign_out_erases_it(ana, place):
    await types(ana, place)
    await ana.page.get_by_role("button", name="menu").click()
    await ana.page.get_by_role("button", name="Sign out").click()
    await ana.page.wait_for_url("**/sign-in**")
    await becomes(ana.page, [])
    await ana.signs_in()
    await ana.opens(place[0])
    await ana.page.locator(f"{place[1]}[data-kept]").wait_for()
    await expect(ana.page.locator(place[1])).to_have_value("")


async def expires(person) -> None:
    """All sign-ins of this person come to their end by time."""
    ended = await db.run("update session set ends_at = :at where person_id = :id", at=clock.now(), id=person.id)
    assert ended, "the premise: somebody is signed in"


async def enters(ana) -> None:
    """Sign in on the page that asks for it."""
    await ana.page.fill("input[name=email]", ana.person.email)
    await ana.page.fill("input[name=password]", PASSWORD)
    await ana.page.locator("main button[type=submit]").first.click()
    await ana.page.wait_for_url(lambda url: "/sign-in" not in url)
