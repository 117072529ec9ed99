"""keep.js, send.js and times.js in a real browser: what was typed is not lost, what is sent is made once."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.realtime.pages import Pages
from tests.realtime.world import World, serving

pytestmark = pytest.mark.browser
KEPT = "keep.mine('kept').then(all => all.map(each => each.text))"
KEEPS_NOTHING = {
    "no store": "IDBFactory.prototype.open = () => { throw new DOMException('not in this window') }",
    "a full one": "{ const { put } = IDBObjectStore.prototype; IDBObjectStore.prototype.put = function (...all) {"
    " const asked = put.apply(this, all); this.transaction.abort(); return asked; } }",
}
IS_SLOW = """{ const { set } = keep; keep.set = (store, ...all) => store === "outbox"
    ? new Promise((go) => { window.go = go; }).then(() => set(store, ...all)) : set(store, ...all); }"""
IS_OVER = "void (window.over = new Promise(over => document.addEventListener('htmx:finally:request', over)))"
WAITING = "keep.mine('outbox').then(all => all.map(each => each.text))"


@pytest.fixture
def world(database):
    channels = {f"channel:{number}": {1: "peer", 2: "peer"} for number in range(30, 60)}
    return World(database, tag="li", inside="<span>{text}</span>", members=channels)


@contextlib.asynccontextmanager
async def place(world, browser, proxy):
    """Pages behind a network that can be cut: (visit(path, person), network, pages)."""
    pages = Pages(world)
    async with serving(world, routes=pages.routes) as (_, address):
        network = await proxy(f"http://{address}")
        context = await browser.new_context()

        async def visit(path, person=1, script=""):
            await context.add_cookies([{"name": "session", "value": f"{person}/en", "url": network.url}])
            page = await context.new_page()
            await page.add_init_script(script)
            await page.goto(f"{network.url}{path}")
            return page

        yield visit, network, pages
        await context.close()


async def types(page, text):
    """Write, and wait until it is kept."""
    await page.locator("textarea").fill(text)
    await becomes(page, KEPT, [text])


async def becomes(page, expression, value):
    """Wait until the browser has it so."""
    async with asyncio.timeout(60):
        while (found := await page.evaluate(expression)) != value:
            assert isinstance(found, list)


async def test_what_was_typed_is_there_after_the_tab_is_gone(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        page = await visit("/drafts")
        await types(page, "half a thought")
        await page.close()
        page = await visit("/drafts")
        await expect(page.locator("textarea")).to_have_value("half a thought")


async def test_what_was_typed_in_the_last_moment_is_there_after_a_reload(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        page = await visit("/drafts")
        await page.locator("textarea").fill("just now")
        await page.reload()
        await expect(page.locator("textarea")).to_have_value("just now")


async def test_another_person_on_this_computer_does_not_see_it(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        await types(await visit("/drafts"), "of Anna")
        other = await visit("/drafts", person=2)
        await other.wait_for_function("document.querySelector('textarea').dataset.kept === ''")
        await expect(other.locator("textarea")).to_have_value("")
        assert await other.evaluate(KEPT) == []
        again = await visit("/drafts", person=1)
        await expect(again.locator("textarea")).to_have_value("of Anna")


async def test_a_newer_text_of_the_server_wins(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        await types(await visit("/drafts"), "older")
        page = await visit("/drafts?saved=2999-01-01T00:00:00Z")
        await becomes(page, KEPT, [])
        await expect(page.locator("textarea")).to_have_value("")


async def test_how_old_a_text_is_is_told_by_one_clock(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        saved, now = (f"{datetime.now(UTC) + timedelta(minutes=ahead):%Y-%m-%dT%H:%M:%SZ}" for ahead in (30, 60))
        where = f"/drafts?saved={saved}&now={now}"  # this browser's clock is an hour behind
        await types(await visit(where), "newer")
        await expect((await visit(where)).locator("textarea")).to_have_value("newer")


async def test_what_was_sent_is_not_kept_and_what_was_refused_is(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        page = await visit("/drafts")
        await types(page, "wrong")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Save").click()
        page = await visit("/drafts")
        await expect(page.locator("textarea")).to_have_value("wrong")
        await types(page, "right")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Save").click()
        await becomes(page, KEPT, [])
        await expect(page.locator("textarea")).to_have_value("")


async def test_a_deliberate_sign_out_erases_all_that_was_kept(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, network, _):
        page = await visit("/channels/30")
        await network.cut()
        await page.locator("textarea").fill("never sent")
        await page.get_by_role("button", name="Post").click()
        await becomes(page, WAITING, ["never sent"])
        await network.restore()
        page = await visit("/drafts")
        await types(page, "private")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Sign out").click()
        assert await page.evaluate(KEPT) == await page.evaluate(WAITING) == []


async def test_a_message_is_shown_at_once_and_made_once(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page, other = await visit("/channels/31"), await visit("/channels/31", person=2)
        await types(page, "hello <b>there</b>")
        await page.get_by_role("button", name="Post").click()
        await expect(page.locator("textarea")).to_have_value("")
        for each in (page, other):
            await expect(each.locator("#list > li")).to_have_text(["hello <b>there</b>"])
            await expect(each.locator("#thing-1000")).to_have_count(1)
            await expect(each.locator("#list > li")).to_have_count(1)
        assert len(pages.posts) == len(pages.made) == 1
        assert await page.evaluate(WAITING) == await page.evaluate(KEPT) == []


async def test_a_message_whose_answer_was_lost_is_sent_again_and_made_once(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/channels/32")
        pages.forgets_to_answer = True
        await page.locator("textarea").fill("only once")
        await page.get_by_role("button", name="Post").click()
        await becomes(page, WAITING, [])
        await expect(page.locator("#list > li")).to_have_text(["only once"])
        assert len(pages.posts) == 2
        assert len(set(pages.posts)) == len(pages.made) == 1


async def test_what_is_written_without_a_network_is_sent_in_order_when_it_is_back(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, network, pages):
        page = await visit("/channels/33")
        await network.cut()
        for text in ("first", "second", "third"):
            await page.locator("textarea").fill(text)
            await page.get_by_role("button", name="Post").click()
            await expect(page.get_by_text(text)).to_be_visible()
        assert await page.locator("[data-state=sending]").count() == 3
        await network.restore()
        sent = page.locator("#list > li:not([data-state])")
        await expect(sent).to_have_text(["first", "second", "third"])
        assert [world.texts[subject] for subject in pages.made.values()] == ["first", "second", "third"]
        assert len(pages.made) == 3


async def test_what_waits_survives_the_tab_and_is_sent_by_the_next_one(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/channels/34")
        pages.refuses = 503
        await page.locator("textarea").fill("kept")
        await page.get_by_role("button", name="Post").click()
        await becomes(page, WAITING, ["kept"])
        await page.close()
        pages.refuses = None
        page = await visit("/channels/34")
        await expect(page.locator("#thing-1000")).to_have_count(1)
        await expect(page.locator("#list > li")).to_have_count(1)
        assert len(pages.made) == 1


async def test_what_was_refused_can_be_sent_again_or_dropped(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/channels/35")
        pages.refuses = 422
        for text in ("one", "two"):
            await page.locator("textarea").fill(text)
            await page.get_by_role("button", name="Post").click()
            await expect(page.locator("[data-state=failed]").filter(has_text=text)).to_be_visible()
        await page.reload()
        failed = page.locator("[data-state=failed]")
        await expect(failed).to_have_count(2)
        pages.refuses = None
        await failed.filter(has_text="one").get_by_role("button", name="Send again").click()
        await expect(page.locator("#list > li:not([data-state])")).to_have_text(["one"])
        await failed.filter(has_text="two").get_by_role("button", name="Drop").click()
        await expect(failed).to_have_count(0)
        assert len(pages.made) == 1


async def test_two_tabs_send_what_waits_once(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        first, second = await visit("/channels/36"), await visit("/channels/36")
        pages.refuses = 503
        await first.locator("textarea").fill("once")
        await first.get_by_role("button", name="Post").click()
        await becomes(first, WAITING, ["once"])
        pages.refuses = None
        for page in (first, second):
            await page.evaluate("dispatchEvent(new Event('online'))")
        for page in (first, second):
            await expect(page.locator("#thing-1000")).to_have_count(1)
            await expect(page.locator("#list > li")).to_have_count(1)
        assert len(pages.made) == len(pages.posts) == 1


@pytest.mark.parametrize("script", KEEPS_NOTHING.values(), ids=KEEPS_NOTHING)
async def test_where_the_browser_keeps_nothing_a_message_is_sent_as_a_form(world, browser, proxy, script):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/channels/37", script=script)
        await page.locator("textarea").fill("all the same")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Post").click()
        assert [world.texts[subject] for subject in pages.made.values()] == ["all the same"]


async def test_who_has_to_show_a_second_factor_first_has_sent_nothing(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/channels/38")
        pages.turns_away = "/factor?next=%2Fchannels%2F38"
        await page.locator("textarea").fill("not yet")
        await page.get_by_role("button", name="Post").click()
        assert await pages.noted.get() == "not yet"
        await page.evaluate("navigator.locks.request('roundtable outbox', () => {})")  # the answer was looked at
        assert await page.evaluate(WAITING) == ["not yet"]
        pages.turns_away = None
        await page.evaluate("dispatchEvent(new Event('online'))")
        await expect(page.locator("#list > li:not([data-state])")).to_have_text(["not yet"])
        pages.turns_away = "/factor?next=%2Fnotes"
        page = await visit("/notes")
        await types(page, "a note")
        await page.locator("textarea").dispatch_event("change")
        await page.wait_for_url("**/factor**")
        pages.turns_away = None
        page = await visit("/notes")
        await expect(page.locator("textarea")).to_have_value("a note")


async def test_what_is_typed_right_after_send_is_the_next_message_and_sending_twice_sends_once(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/channels/39")
        await page.evaluate(IS_SLOW)
        field, post = page.locator("textarea"), page.get_by_role("button", name="Post")
        await field.fill("one")
        await post.click()
        await post.click()
        await field.press_sequentially("two")
        await page.evaluate("go()")
        await expect(page.locator("#list > li:not([data-state])")).to_have_text(["one"])
        await expect(field).to_have_value("two")
        await becomes(page, KEPT, ["two"])
        assert len(pages.posts) == 1


async def test_what_another_tab_sends_takes_nothing_from_this_one(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        page, other = await visit("/channels/40"), await visit("/channels/40")
        await types(page, "a long text")
        await other.locator("textarea").fill("ok")
        await other.get_by_role("button", name="Post").click()
        await becomes(page, KEPT, [])
        await page.reload()
        await expect(page.locator("textarea")).to_have_value("a long text")


async def test_what_is_typed_while_the_rest_is_saved_stays_kept(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, pages):
        page = await visit("/notes")
        pages.may_answer.clear()
        await page.evaluate(IS_OVER)
        await types(page, "half")
        await page.locator("textarea").dispatch_event("change")
        assert await pages.noted.get() == "half"
        await types(page, "half and more")
        pages.may_answer.set()
        await page.evaluate("window.over.then(() => {})")
        assert await page.evaluate(KEPT) == ["half and more"]
        await page.locator("textarea").dispatch_event("change")
        await becomes(page, KEPT, [])


async def test_moments_are_in_the_readers_zone_and_words(world, browser, proxy):
    async with place(world, browser, proxy) as (visit, _, _):
        page = await visit("/drafts")
        await expect(page.locator("time")).to_have_text("Sunday, March 8 at 8:30 AM")
        assert "March 8" in await page.locator("time").get_attribute("title")
