"""A draft in a real browser: saved by itself, kept through a lost network and a closed tab; two devices, keyboard."""

import random
import re
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import clock, db
from community.catalogue.queries import public_requirements
from community.evidence import queries, rules
from community.evidence.assessing import queries as assessing
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.catalogue import a_definition
from tests.support.evidence import writes
from tests.support.people import make_person
from tests.support.texts import COUNTED

pytestmark = pytest.mark.browser
PLAN = "/work/EL-02/talk_plan"
SAVED = re.compile("Saved .* on this device and on Roundtable")


@pytest_asyncio.fixture
async def ana(database):
    await a_definition()
    return await make_person("Ana Torres", time_zone="America/Chicago")


@pytest_asyncio.fixture
async def sits_down(browser, server, ana):
    """`await sits_down()`: Ana before a browser of her own, at the week of talk."""
    opened = []

    async def come(**context):
        opened.append(await someone(browser, ana, server.url, **context))
        await opened[-1].opens(PLAN)
        return opened[-1]

    yield come
    for one in opened:
        assert [said for said in one.problems if "Failed to fetch" not in said] == [], "but for the network we cut"
        await one.page.context.close()


async def text_of(ana) -> str:
    return (await queries.work(ana, "EL-02", "talk_plan")).text


async def types(one, text) -> None:
    await one.page.locator("#text").press_sequentially(text)


async def test_r28_a_draft_is_saved_within_five_seconds_of_a_pause(sits_down, ana):
    one = await sits_down()
    await one.page.clock.install()
    await one.opens(PLAN)
    await one.page.clock.pause_at(clock.now() + timedelta(seconds=30))  # time passes for the page as we let it
    await types(one, "Five lessons on rivers.")
    async with one.page.expect_request(f"**{PLAN}/revisions"):
        await one.page.clock.run_for(5000)
    await one.page.clock.resume()
    await expect(one.page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    assert await text_of(ana) == "Five lessons on rivers."
    await expect(one.page.locator("#saved")).to_contain_text("4 words")
    await expect(one.page.locator("#work-actions .state")).to_have_text("Drafting")
    assert await one.page.evaluate("document.activeElement.id") == "text", "and who writes is not disturbed"
    await types(one, " And one more.")
    await expect(one.page.locator("#saved [data-saved='2']")).to_contain_text(SAVED, timeout=SOON)
    await expect(one.page.locator("#saved")).to_contain_text("7 words")
    await one.page.reload()
    await expect(one.page.locator("#text")).to_have_value("Five lessons on rivers. And one more.")


async def test_a_link_that_is_asked_for_goes_into_the_text_at_hand(sits_down, ana):
    definition = await a_definition("TEC-06")
    asked = next(one for one in await public_requirements(definition.id) if one.prompt.get("accept") == ["link"])
    one = await sits_down()
    await one.opens(f"/work/TEC-06/{asked.key}")
    await types(one, "For families.")
    await one.page.get_by_label("Add a link").fill("https://example.org/tools")
    await one.page.get_by_role("button", name="Put it into the text").click()
    await expect(one.page.locator("#text")).to_have_value("For families.\n\nhttps://example.org/tools")
    await expect(one.page.locator("#link-slots")).to_contain_text("Link 1: https://example.org/tools", timeout=SOON)
    assert await axe(one.page) == []


async def test_r28_what_was_typed_without_network_is_there_on_return_and_it_says_from_where(sits_down, ana):
    """X13"""
    one = await sits_down()
    await types(one, "Before. ")
    await expect(one.page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    await one.page.context.set_offline(True)
    await types(one, "Without network.")
    await expect(one.page.locator("#saved")).to_contain_text("kept on this device", timeout=SOON)
    assert await text_of(ana) == "Before. ", "the premise: it did not come through"
    await one.page.close(run_before_unload=False)
    await one.page.context.set_offline(False)
    one.page = await one.page.context.new_page()
    await one.opens(PLAN)
    await expect(one.page.locator("#text")).to_have_value("Before. Without network.", timeout=SOON)
    await expect(one.page.locator("#restored")).to_contain_text("Brought back from this device")
    await expect(one.page.locator("#saved [data-saved='2']")).to_contain_text(SAVED, timeout=SOON)
    await expect(one.page.locator("#saved")).to_contain_text("3 words")
    assert await text_of(ana) == "Before. Without network."
    assert await queries.conflicts(ana, await queries.work(ana, "EL-02", "talk_plan")) == []


async def test_what_was_typed_while_it_was_judged_stands_beside_it_until_its_writer_lets_go_of_it(sits_down, ana):
    one = await sits_down()
    await types(one, "Judged. ")
    await expect(one.page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    await one.page.context.set_offline(True)
    await types(one, "Typed after.")
    await expect(one.page.locator("#saved")).to_contain_text("kept on this device", timeout=SOON)
    await db.run("update work set state = 'met' where person_id = :id", id=ana.id)
    await one.page.close(run_before_unload=False)
    await one.page.context.set_offline(False)
    one.page = await one.page.context.new_page()
    await one.opens(PLAN)
    aside = one.page.locator("[data-aside]")
    await expect(aside).to_contain_text("Judged. Typed after.", timeout=SOON)
    await expect(one.page.locator("#text")).to_have_value("Judged. ")
    await aside.get_by_role("button", name="Let go of it").press("Enter")
    await expect(aside).to_be_hidden()
    await one.page.reload()
    await expect(one.page.locator("#text[data-kept]")).to_have_value("Judged. ")
    await expect(aside).to_be_hidden()
    assert await text_of(ana) == "Judged. "


async def test_r28_the_network_comes_back_and_the_open_page_saves_by_itself(sits_down, ana):
    one = await sits_down()
    await one.page.context.set_offline(True)
    await types(one, "On the train.")
    await expect(one.page.locator("#saved")).to_contain_text("tried again", timeout=SOON)
    await one.page.context.set_offline(False)
    await expect(one.page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    assert await text_of(ana) == "On the train."


async def two_tabs_offline(one):
    """Two tabs of one browser, in which something was typed without network."""
    other = await one.page.context.new_page()
    await other.goto(one.base + PLAN)
    await one.page.context.set_offline(True)
    for page, text in ((one.page, "In the first tab."), (other, "In the second tab.")):
        await page.locator("#text").press_sequentially(text)
        await expect(page.locator("#saved")).to_contain_text("kept on this device", timeout=SOON)
    return other


async def both_texts(ana) -> set[str]:
    work = await queries.work(ana, "EL-02", "talk_plan")
    return {work.text, *(one.text for one in await queries.conflicts(ana, work))}


async def test_r28_two_tabs_without_network_both_texts_come_when_it_is_back(sits_down, ana):
    one = await sits_down()
    other = await two_tabs_offline(one)
    await one.page.context.set_offline(False)
    for page in (one.page, other):
        await expect(page.locator("#saved")).not_to_contain_text("kept on this device", timeout=SOON)
    assert await both_texts(ana) == {"In the first tab.", "In the second tab."}


async def test_r28_two_tabs_without_network_both_texts_come_also_when_both_were_closed(sits_down, ana):
    one = await sits_down()
    other = await two_tabs_offline(one)
    context = one.page.context
    for page in (other, one.page):
        await page.close(run_before_unload=False)
    await context.set_offline(False)
    assert await text_of(ana) == "", "the premise: neither came through"
    one.page = await context.new_page()
    await one.opens(PLAN)
    await expect(one.page.locator("#text")).to_have_value("In the second tab.", timeout=SOON)
    await expect(one.page.locator("#beside")).to_contain_text("Both texts are kept", timeout=SOON)
    assert await both_texts(ana) == {"In the first tab.", "In the second tab."}


async def test_r28_two_devices_both_texts_side_by_side_and_a_choice(sits_down, ana):
    laptop, phone = await sits_down(), await sits_down(viewport={"width": 390, "height": 844})
    await types(laptop, "From the laptop.")
    await expect(laptop.page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    await types(phone, "From the phone.")
    await expect(phone.page.locator("#beside")).to_contain_text("Both texts are kept", timeout=SOON)
    await phone.sees("#status", "Both texts are kept")
    assert await phone.page.locator("#text").input_value() == "From the phone.", (
        "nothing is taken from under her fingers"
    )
    assert await text_of(ana) == "From the laptop."
    await phone.page.get_by_role("link", name="See both and choose").click()
    await phone.sees("main", "From the laptop.")
    await phone.sees("main", "From the phone.")
    assert await axe(phone.page) == []
    await phone.page.get_by_role("button", name=re.compile("Keep this text.*the one beside it")).click()
    await phone.page.wait_for_url(f"**{PLAN}")
    await expect(phone.page.locator("#text")).to_have_value("From the phone.")
    assert await text_of(ana) == "From the phone."


async def comes_last(route) -> None:
    """A script whose way is long: what was kept in the browser could be read meanwhile."""
    await route.request.frame.wait_for_function("() => window.keep")
    await route.request.frame.evaluate("() => window.keep.mine('kept')")
    await route.request.frame.evaluate("() => window.keep.mine('kept')")
    await route.continue_()


async def test_r28_what_a_lost_page_kept_stands_beside_what_was_saved_since(sits_down, ana):
    phone = await sits_down()
    await phone.page.context.set_offline(True)
    await types(phone, "On the bus.")
    await expect(phone.page.locator("#saved")).to_contain_text("kept on this device", timeout=SOON)
    await phone.page.close(run_before_unload=False)
    await writes(ana, await a_definition(), "talk_plan", "At the desk, later.", "Laptop")
    await phone.page.context.set_offline(False)
    phone.page = await phone.page.context.new_page()
    await phone.page.route("**/workspace*.js*", comes_last)
    await phone.opens(PLAN)
    await expect(phone.page.locator("#beside")).to_contain_text("Both texts are kept", timeout=SOON)
    assert await text_of(ana) == "At the desk, later.", "nothing is overwritten"
    (waiting,) = await queries.conflicts(ana, await queries.work(ana, "EL-02", "talk_plan"))
    assert waiting.text == "On the bus."


async def test_by_keyboard_alone_write_and_say_ready(sits_down, ana):
    one = await sits_down()
    await one.page.locator("#text").focus()
    await one.page.keyboard.type("One page.")
    await one.page.keyboard.press("Shift+Tab")
    while await one.page.evaluate("document.activeElement.id") != "ready":
        await one.page.keyboard.press("Shift+Tab")
    await one.page.keyboard.press("Enter")
    await expect(one.page.locator("#work-actions .state")).to_have_text("Ready", timeout=SOON)
    assert await text_of(ana) == "One page."


async def test_r29_the_page_counts_as_the_server_does(sits_down):
    one = await sits_down()
    texts = [text for text, _words in COUNTED]
    counted = await one.page.evaluate("texts => texts.map(window.countWords)", texts)
    assert counted == [rules.count_words(text) for text in texts] == [words for _text, words in COUNTED]
    dice, pieces = random.Random(29), [*"".join(texts), *texts, "https://", "www.", "](", "a-", " ", "\n"]
    mixed = ["".join(dice.choices(pieces, k=dice.randint(1, 12))) for _ in range(2000)]
    counted = await one.page.evaluate("texts => texts.map(window.countWords)", mixed)
    wrong = [(text, words) for text, words in zip(mixed, counted, strict=True) if words != rules.count_words(text)]
    assert wrong == [], "whatever is put together"


async def test_r29_words_are_counted_as_one_types_and_said_at_thresholds_only(sits_down):
    one = await sits_down()
    guide, status = one.page.locator("#saved [data-words]"), one.page.locator("#status")
    least = int(await guide.get_attribute("data-least") or "")
    await one.page.locator("#text").fill("word " * (least - 1))
    await expect(guide.locator("strong")).to_have_text(f"{least - 1} words")
    await expect(status).to_have_text(re.compile("Shorter than its limit"))
    await one.page.evaluate("document.getElementById('status').textContent = ''")
    await one.page.locator("#text").press_sequentially("wo")
    await expect(status).to_have_text("Within its limit.")
    await one.page.evaluate("document.getElementById('status').textContent = ''")
    await one.page.locator("#text").press_sequentially("rd and")
    await expect(guide.locator("strong")).to_have_text(f"{least + 1} words")
    await expect(guide.locator("[data-where=within]")).to_be_visible()
    await expect(status).to_have_text("")


@pytest.mark.parametrize("width", [1440, 390])
async def test_marks_by_keyboard_and_undo_takes_each_back(sits_down, ana, width):
    one = await sits_down(viewport={"width": width, "height": 900})
    text, keys = one.page.locator("#text"), one.page.keyboard
    await types(one, "river")
    await text.press("Control+a")
    await text.press("Control+b")
    await expect(text).to_have_value("**river**")
    await text.press("Control+b")
    await expect(text).to_have_value("river")
    await text.press("Control+i")
    await expect(text).to_have_value("*river*")
    for _undone in range(2):
        await text.press("Control+z")
    await expect(text).to_have_value("**river**")
    await text.press("Control+z")
    await expect(text).to_have_value("river")
    await text.press("Shift+Tab")
    await expect(one.page.get_by_role("button", name="Bold")).to_be_focused()
    for _moved in range(3):
        await keys.press("ArrowRight")
    await expect(one.page.get_by_role("button", name="Bulleted list")).to_be_focused()
    await keys.press("Enter")
    await expect(text).to_have_value("- river")
    await expect(text).to_be_focused()
    await text.press("Control+a")
    await text.press("Control+k")
    await expect(text).to_have_value("[- river](https://)")
    await text.press("Shift+Tab")
    await expect(one.page.get_by_role("button", name="Bulleted list")).to_be_focused()
    await keys.press("End")
    await expect(one.page.get_by_role("button", name="Link")).to_be_focused()
    await expect(one.page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    assert await text_of(ana) == "[- river](https://)"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_r41_one_sees_ones_own_work_beside_the_rubric_and_it_is_kept_by_itself(sits_down, ana, width, scheme):
    one = await sits_down(viewport={"width": width, "height": 900}, color_scheme=scheme)
    await one.page.get_by_text("Where I see my work").click()
    await one.page.locator("#assessment label[data-rating=meets]").first.click()
    await expect(one.page.locator("#assessed")).to_contain_text(re.compile(r"Saved .*Only you see this"), timeout=SOON)
    async with one.page.expect_response(lambda answer: "Both+voices." in (answer.request.post_data or "")):
        await one.page.locator("#assessment textarea").first.press_sequentially("Both voices.")
    await one.page.get_by_role("button", name="This one is hard for me").click()
    await expect(one.page.locator("#say-hard")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    await expect(one.page.locator("#say-hard")).to_be_focused()
    kept = await assessing.all_assessments(ana)
    assert [one.note for one in kept if one.note] == ["Both voices."]
    assert await axe(one.page) == []
    assert await one.page.evaluate("document.documentElement.scrollWidth") <= width
    await one.page.locator("#say-hard").click()
    await expect(one.page.locator("#say-hard")).to_have_attribute("aria-pressed", "false", timeout=SOON)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_axe_finds_nothing(sits_down, ana, scheme, width):
    await writes(ana, await a_definition(), "talk_plan", "One page on five lessons. " * 20)
    await writes(ana, await a_definition(), "talk_plan", "One page on five lessons. " * 30)
    one = await sits_down(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in (
        PLAN,
        "/work",
        "/work/EL-02",
        f"{PLAN}/revisions",
        f"{PLAN}/revisions/1",
        f"{PLAN}/comparisons/1/2",
        f"{PLAN}/assessment",
        "/work/EL-02/applications/new",
    ):
        await one.opens(path)
        assert await axe(one.page) == [], path
        assert await one.page.evaluate("document.documentElement.scrollWidth") <= width, path
    await one.opens(PLAN)
    await one.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await axe(one.page) == []
