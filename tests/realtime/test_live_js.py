"""live.js and put.js in a real browser: what happens is put in by id, what was missed too; nothing typed is lost."""

import asyncio
import contextlib

import pytest
from playwright.async_api import expect

from community import db, events
from tests.realtime.pages import Pages
from tests.realtime.world import World, happens, serving, until

pytestmark = pytest.mark.browser
TEXTS = "[...document.querySelectorAll('#list > li')].map(line => line.id)"
APPEARS = """mark => {
    const part = document.createElement('section');
    part.id = 'part';
    part.dataset.topics = JSON.stringify([mark]);
    document.querySelector('main').append(part);
    htmx.trigger(part, 'htmx:after:swap');
}"""


@pytest.fixture
def world(database):
    channels = {f"channel:{number}": {1: "peer", 2: "peer"} for number in range(1, 30)}
    return World(database, tag="li", inside="<span>{text}</span>", members=channels)


@contextlib.asynccontextmanager
async def place(world, browser, proxy, number, person=1, clock=False):
    """A person's page of a channel, behind a network that can be cut; gives (page, network, realtime)."""
    async with serving(world, routes=Pages(world).routes) as (realtime, address):
        network = await proxy(f"http://{address}")
        context = await browser.new_context()
        await context.add_cookies([{"name": "session", "value": f"{person}/en", "url": network.url}])
        page = await context.new_page()
        if clock:
            await page.clock.install()
        said = []
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda problem: said.append(str(problem)))
        await page.goto(f"{network.url}/channels/{number}")
        await live(page)
        yield page, network, realtime
        network_lost = ("WebSocket connection", "net::", "Failed to load resource")
        assert [line for line in said if not any(words in line for words in network_lost)] == []
        await context.close()


async def live(page):
    await expect(page.locator("#connection")).to_have_text("Live")


def ids(first, last):
    return [f"thing-{number}" for number in range(first, last + 1)]


async def test_what_happens_is_put_in_at_its_place(world, browser, proxy):
    await happens("channel:1", 2)
    async with place(world, browser, proxy, 1) as (page, _, _):
        await happens("channel:1", 3)
        await expect(page.locator("#thing-5")).to_have_text("thing 5")
        assert await page.evaluate(TEXTS) == ids(1, 5)
        world.texts[2] = "edited <b>"
        await happens("channel:1", kind="message.edited", about=2)
        await expect(page.locator("#thing-2")).to_have_text("edited <b>")
        assert await page.evaluate(TEXTS) == ids(1, 5), "it stays where it is"
        assert await page.locator("#thing-2").get_attribute("data-changed") == ""


async def test_cut_the_network_let_ten_things_happen_and_give_it_back(world, browser, proxy):
    await happens("channel:2", 3)
    async with place(world, browser, proxy, 2) as (page, network, _):
        await network.cut()
        await expect(page.locator("#connection")).to_contain_text("Offline since")
        await happens("channel:2", 10)
        await network.restore()
        await expect(page.locator("#connection")).to_have_text("Back: 10 new")
        await expect(page.locator("#thing-13")).to_be_visible()
        assert await page.evaluate(TEXTS) == ids(1, 13), "all of them, in order, once"
        await live(page)


async def test_who_was_away_too_long_gets_the_page_anew_and_keeps_what_they_wrote(world, browser, proxy):
    async with place(world, browser, proxy, 3) as (page, network, _):
        await page.locator("textarea").fill("half written")
        await network.cut()
        async with db.transaction():
            for about in range(1, 251):
                events.record("message.posted", "channel:3", about=about, by=1)
        await network.restore()
        await expect(page.locator("#thing-250")).to_be_visible(timeout=20_000)
        assert await page.evaluate(TEXTS) == ids(1, 250)
        assert await page.locator("textarea").input_value() == "half written"
        await happens("channel:3", about=251)
        await expect(page.locator("#thing-251")).to_be_visible()


async def test_what_is_open_focused_selected_or_half_written_inside_survives(world, browser, proxy):
    world.inside = '<span>{text}</span><details><summary>More</summary><input id="note-{subject}"></details>'
    await happens("channel:4", 2)
    async with place(world, browser, proxy, 4) as (page, _, _):
        await page.locator("#thing-1 summary").click()
        await page.locator("#note-1").fill("a note")
        await page.evaluate("document.getElementById('thing-2').firstChild.textContent.length")
        await page.evaluate("getSelection().selectAllChildren(document.querySelector('#thing-2 span'))")
        await page.evaluate("document.getElementById('note-1').setSelectionRange(2, 4)")
        world.texts[1] = "changed around it"
        await happens("channel:4", about=1)
        await expect(page.locator("#thing-1 span")).to_have_text("changed around it")
        assert await page.locator("#note-1").input_value() == "a note"
        assert await page.locator("#thing-1 details").get_attribute("open") == ""
        assert await page.evaluate("document.activeElement.id") == "note-1"
        assert await page.evaluate("document.activeElement.selectionStart") == 2


async def test_a_reply_that_is_being_written_holds_the_new_look_back(world, browser, proxy):
    await happens("channel:5", 1)
    async with place(world, browser, proxy, 5) as (page, _, _):
        await page.evaluate("document.getElementById('thing-1').append(document.createElement('textarea'))")
        await page.locator("#thing-1 textarea").fill("my reply")
        world.texts[1] = "changed meanwhile"
        newest = await happens("channel:5", about=1)
        await happens("channel:5", about=2)
        await expect(page.locator("#thing-2")).to_be_visible()
        assert await page.locator("#thing-1 textarea").input_value() == "my reply", newest
        await page.locator("#thing-1 textarea").fill("")
        await page.locator("#thing-1 textarea").evaluate("field => field.blur()")
        await expect(page.locator("#thing-1")).to_have_text("changed meanwhile")


async def test_what_was_held_back_is_not_put_over_a_newer_page(world, browser, proxy):
    await happens("channel:14", 1)
    async with place(world, browser, proxy, 14) as (page, _, _):
        await page.evaluate("document.getElementById('thing-1').append(document.createElement('textarea'))")
        await page.locator("#thing-1 textarea").fill("my reply")
        world.texts[1] = "older"
        await happens("channel:14", about=1)
        await happens("channel:14", about=2)
        await expect(page.locator("#thing-2")).to_be_visible()
        world.texts[1] = "newer"
        await page.evaluate("put.again(location.href, ['#list'])")
        await expect(page.locator("#thing-1")).to_have_text("newer")
        await page.evaluate("document.dispatchEvent(new Event('focusout'))")
        await page.evaluate("new Promise(done => setTimeout(() => put.element('').then(done)))")  # what waited was put
        await expect(page.locator("#thing-1")).to_have_text("newer")


async def test_whose_audience_changes_follows_again_though_nothing_was_said(world, browser, proxy):
    async with place(world, browser, proxy, 15) as (page, _, _):
        await page.evaluate("void (anew = new Promise(done => document.addEventListener('live:reloaded', done)))")
        world.members["channel:15"][1] = "facilitator"
        async with db.transaction():
            events.record("seat.removed", "person:1", by=2)
        await page.evaluate("anew.then(() => {})")
        await happens("channel:15", about=1500)
        await expect(page.locator("#thing-1500")).to_have_attribute("data-seen-by", "facilitator")


async def test_whose_topic_is_closed_is_told_and_hears_no_more(world, browser, proxy):
    async with place(world, browser, proxy, 6) as (page, _, _):
        del world.members["channel:6"][1]
        async with db.transaction():
            events.record("seat.removed", "person:1", by=2)
        notice = page.locator("#notices a")
        await expect(notice).to_have_text("channel:6 is closed to you")
        assert await notice.get_attribute("href") == "/cohorts"
        await happens("channel:6")
        await page.evaluate("new Promise(done => setTimeout(done, 200))")
        assert await page.evaluate(TEXTS) == []


async def test_who_is_signed_out_elsewhere_is_told_so(world, browser, proxy):
    async with place(world, browser, proxy, 7) as (page, _, _):
        world.ended.add("1/en")
        async with db.transaction():
            events.record("signed_out", "person:1", by=1)
        await expect(page.locator("#connection")).to_have_text("Signed out")


async def test_two_people_see_each_other_come_and_go(world, browser, proxy):
    async with place(world, browser, proxy, 8) as (page, network, _):
        await expect(page.locator("[data-here='1']")).to_have_attribute("data-presence", "here")
        await expect(page.locator("[data-here-count]")).to_have_text("1")
        context = await browser.new_context()
        await context.add_cookies([{"name": "session", "value": "2/en", "url": network.url}])
        other = await context.new_page()
        await other.goto(f"{network.url}/channels/8")
        for each in (page, other):
            await expect(each.locator("[data-here='2']")).to_have_attribute("data-presence", "here")
            await expect(each.locator("[data-here-count]")).to_have_text("2")
        await context.close()
        await expect(page.locator("[data-here='2']")).not_to_have_attribute("data-presence", "here")
        await expect(page.locator("[data-here-count]")).to_have_text("1")


async def test_a_half_open_network_is_found_out_on_return_to_the_page(world, browser, proxy):
    async with place(world, browser, proxy, 9) as (page, network, _):
        network.stall()
        await happens("channel:9", 2)
        await page.evaluate("dispatchEvent(new Event('focus'))")  # somebody is back
        await expect(page.locator("#connection")).not_to_have_text("Live")
        await network.break_off()
        await network.restore()
        await expect(page.locator("#thing-2")).to_be_visible(timeout=15_000)
        assert await page.evaluate(TEXTS) == ids(1, 2)


async def test_a_laptop_that_slept_finds_out_that_its_connection_is_gone(world, browser, proxy):
    async with place(world, browser, proxy, 13, clock=True) as (page, network, _):
        network.stall()
        await happens("channel:13", 2)
        await page.clock.fast_forward(3_600_000)  # an hour later, at the first tick
        await page.clock.fast_forward(6_000)
        await expect(page.locator("#connection")).not_to_have_text("Live")
        await network.break_off()
        await network.restore()
        await page.clock.resume()
        await expect(page.locator("#thing-2")).to_be_visible(timeout=15_000)
        assert await page.evaluate(TEXTS) == ids(1, 2)


async def test_where_sockets_do_not_come_through_it_looks_by_plain_requests(world, browser, proxy):
    async with serving(world, routes=Pages(world).routes) as (realtime, address):
        context = await browser.new_context()
        await context.add_cookies([{"name": "session", "value": "1/en", "url": f"http://{address}"}])
        page = await context.new_page()
        await page.clock.install()
        await page.route_web_socket("**/live", lambda socket: socket.close())
        await page.goto(f"http://{address}/channels/10")
        await happens("channel:10", 3)
        for _ in range(40):
            await page.clock.fast_forward(2500)
            await asyncio.sleep(0)
            if await page.locator("#thing-3").count():
                break
        await expect(page.locator("#thing-3")).to_be_visible()
        assert await page.evaluate(TEXTS) == ids(1, 3)
        await expect(page.locator("#connection")).to_have_text("Looking")
        assert realtime.hub.readers == {}
        await context.close()


async def test_a_part_that_appears_later_is_followed_and_one_that_goes_is_left(world, browser, proxy):
    async with place(world, browser, proxy, 11) as (page, _, realtime):
        (reader,) = realtime.hub.readers
        mark = f"channel:12|{await events.epoch()}|0|1"
        await page.evaluate(APPEARS, mark)
        await happens("channel:12", about=1200)
        await expect(page.locator("#thing-1200")).to_be_visible()
        assert "channel:12" in reader.follows
        await page.evaluate("document.getElementById('part').remove(); htmx.trigger(document.body, 'htmx:after:swap')")
        await until(lambda: "channel:12" not in reader.follows)
        assert "channel:11" in reader.follows
