"""The discussion in a real browser: places stay, counts follow, the keyboard reaches all, nothing stands twice."""

import re
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import clock, db
from community.discussion import actions, queries
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, says, the_channel

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
LONG = "A sentence that takes a line or two on any screen there is, so that a list of them has to be scrolled. " * 2
KEPT = "async (text) => (await window.keep.mine('kept')).some((one) => one.text === text)"
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"


@pytest_asyncio.fixture
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben", "Cem") as made:
        yield made


@pytest_asyncio.fixture
async def ben(browser, cohort, server):
    ben = await someone(browser, cohort.members["Ben"].person, server.url, viewport=WIDE)
    yield ben
    assert ben.problems == []
    await ben.page.context.close()


async def filled(cohort, number: int = 40) -> list:
    """So many long messages by Ana, all read by Ben."""
    ana, ben = cohort.members["Ana"], cohort.members["Ben"]
    said = [await says(ana, f"{LONG} {n}") for n in range(number)]
    await queries.mark_read(ben.seat, said[-1].channel_id, said[-1].id, clock.now())
    return said


async def opens(who, cohort, path: str = "channels/general"):
    await who.opens(f"/cohorts/{cohort.id}/{path}")
    await who.is_live()


async def scrolls_up(page, by: int = 900) -> None:
    await page.locator(".stream .scroller").evaluate("(box, by) => { box.scrollTop -= by }", by)
    await expect(page.locator("[data-jump]")).to_be_visible()


# --- f47, f48: reading ---


async def test_who_has_scrolled_up_is_left_there_and_one_press_leads_to_the_newest(cohort, ben):
    said = await filled(cohort)
    await opens(ben, cohort)
    await scrolls_up(ben.page)
    watched = f"message-{said[30].id}"
    before = await ben.page.evaluate(TOP, watched)
    news = [await says(cohort.members["Ana"], f"{LONG} new {n}") for n in range(3)]
    await expect(ben.page.locator("[data-jump]")).to_have_text(re.compile("3 new messages"), timeout=SOON)
    assert abs(await ben.page.evaluate(TOP, watched) - before) <= 2
    line = ben.page.locator("#messages-general > [data-unread]")
    await expect(line).to_have_text("New since you were here")
    assert await line.evaluate("(line) => line.nextElementSibling.id") == f"message-{news[0].id}"
    assert await _unread(cohort) == {"general": 3}, "what was not seen is not read"
    await ben.page.locator("[data-jump]").click()
    await expect(ben.page.locator(f"#message-{news[-1].id}")).to_be_in_viewport()
    await expect(ben.page.locator("[data-jump]")).to_be_hidden()
    await _until_read(cohort, ben)


async def test_at_the_end_one_stays_at_the_end_and_has_read(cohort, ben):
    await filled(cohort)
    await opens(ben, cohort)
    message = await says(cohort.members["Ana"], f"{LONG} new")
    await expect(ben.page.locator(f"#message-{message.id}")).to_be_in_viewport(timeout=SOON)
    await _until_read(cohort, ben)
    assert await ben.page.locator("#messages-general > [data-unread]").count() == 0


async def test_the_page_opens_where_the_unread_begins(cohort, ben):
    await filled(cohort)
    news = [await says(cohort.members["Ana"], f"{LONG} new {n}") for n in range(15)]
    await opens(ben, cohort)
    await expect(ben.page.locator("#messages-general > [data-unread]")).to_be_in_viewport()
    await expect(ben.page.locator(f"#message-{news[0].id}")).to_be_in_viewport()
    await expect(ben.page.locator(f"#message-{news[-1].id}")).not_to_be_in_viewport()


async def test_other_channels_count_what_comes(cohort, ben):
    await says(cohort.members["Ana"], "First", spot="of-talk_plan")
    await opens(ben, cohort)
    line = ben.page.locator("#channel-of-talk_plan")
    await expect(line.locator(".count")).to_contain_text("1")
    root = await says(cohort.members["Ana"], "Second", spot="of-talk_plan")
    await says(cohort.members["Cem"], "Answer", spot="of-talk_plan", thread=root)
    await expect(line.locator("[data-count]")).to_have_text("3", timeout=SOON)
    await actions.edit(cohort.members["Ana"].seat, cohort.cohort, root, "Second, said better")
    made = await actions.make_channel(cohort.facilitator.seat, cohort.cohort, "Small wins")
    await says(cohort.facilitator, "I slept", spot="Small wins")
    await expect(ben.page.locator(f"#channel-{made.id} [data-count]")).to_have_text("1", timeout=SOON)
    await expect(line.locator("[data-count]")).to_have_text("3"), "an edit is not new"
    assert await _unread(cohort) == {"of-talk_plan": 3, str(made.id): 1}, "the server counts the same"


async def test_earlier_ones_come_above_and_nothing_moves(cohort, ben):
    said = await filled(cohort, 120)
    await opens(ben, cohort)
    box = ben.page.locator(".stream .scroller")
    await box.evaluate("(box) => { box.scrollTop = -box.scrollHeight }")
    watched = f"message-{said[71].id}"
    before = await ben.page.evaluate(TOP, watched)
    button = ben.page.get_by_role("link", name="Show earlier messages")
    await button.focus()
    await button.press("Enter")
    await expect(ben.page.locator(f"#message-{said[20].id}")).to_be_attached(timeout=SOON)
    assert abs(await ben.page.evaluate(TOP, watched) - before) <= 2
    assert await ben.page.evaluate("document.activeElement.id") == "show-earlier-general"
    await ben.page.keyboard.press("Enter")
    await expect(ben.page.locator(f"#message-{said[0].id}")).to_be_attached(timeout=SOON)
    ids = await ben.page.locator("#messages-general > [id^=message-]").evaluate_all("(all) => all.map((one) => one.id)")
    assert ids == [f"message-{message.id}" for message in said]
    assert await ben.page.locator("#messages-general > [data-day]").count() == 1


async def test_a_day_that_begins_while_one_looks_gets_its_line(cohort, ben):
    await filled(cohort, 3)
    await opens(ben, cohort)
    days = ben.page.locator("#messages-general > [data-day]")
    await expect(days).to_have_count(1)
    clock.move(timedelta(days=1))
    try:
        tomorrow = await says(cohort.members["Ana"], "Good morning")
    finally:
        clock.move(-clock.offset())
    await expect(days).to_have_count(2, timeout=SOON)
    assert await days.last.evaluate("(line) => line.nextElementSibling.id") == f"message-{tomorrow.id}"
    lines = await days.all_inner_texts()
    await ben.page.reload()
    assert await days.all_inner_texts() == lines, "a reload shows the same"


# --- writing ---


async def test_what_one_writes_stands_there_at_once_and_once(cohort, ben):
    await opens(ben, cohort)
    box = ben.page.get_by_label("Message to General")
    await box.fill("Is it there?")
    await box.press("Control+Enter")
    await expect(ben.page.locator(".messages .body", has_text="Is it there?").first).to_be_visible()
    await expect(ben.page.locator("#messages-general > [id^=message-]")).to_have_count(1, timeout=SOON)
    await expect(ben.page.locator(".sending")).to_have_count(0)
    assert await box.input_value() == ""
    assert await box.evaluate("(box) => box === document.activeElement"), "one goes on writing"
    await expect(ben.page.locator("#status")).to_have_text("Sent")


async def test_what_was_refused_stays_and_can_be_sent_again(cohort, ben):
    await opens(ben, cohort)
    await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
    box = ben.page.get_by_label("Message to General")
    await box.fill("Not to be lost")
    await box.press("Control+Enter")
    waiting = ben.page.locator(".sending")
    await expect(waiting.get_by_text("Not sent")).to_be_visible(timeout=SOON)
    await expect(waiting).to_contain_text("Not to be lost")
    await ben.page.reload()
    await expect(waiting).to_contain_text("Not to be lost")
    await db.run("update cohort set state = 'running' where id = :id", id=cohort.id)
    await waiting.get_by_role("button", name="Send again").click()
    await expect(waiting).to_have_count(0, timeout=SOON)
    await expect(ben.page.locator("#messages-general > [id^=message-]")).to_have_count(1)
    ben.problems.remove(next(problem for problem in ben.problems if "403" in problem))  # the browser's own complaint


async def test_enter_sends_only_where_it_is_set_so_and_escape_discards_nothing(cohort, ben):
    await opens(ben, cohort)
    box = ben.page.get_by_label("Message to General")
    await box.press_sequentially("One")
    await box.press("Enter")
    await box.press_sequentially("two")
    await box.press("Escape")
    assert await box.input_value() == "One\ntwo"
    await ben.page.get_by_label("Enter sends").check()
    await box.press("Shift+Enter")
    await box.press("Enter")
    await expect(ben.page.locator("#messages-general > [id^=message-]")).to_have_count(1, timeout=SOON)
    await ben.page.reload()
    await expect(ben.page.get_by_label("Enter sends")).to_be_checked()


async def test_f50_a_name_is_completed_by_keys_and_free_text_stays(cohort, ben):
    await opens(ben, cohort)
    box = ben.page.get_by_label("Message to General")
    options = ben.page.locator("#names-general [role=option]")
    await box.press_sequentially("Look, @")
    await expect(options).to_have_count(4, timeout=SOON)
    await box.press_sequentially("a")
    await expect(options).to_have_count(1, timeout=SOON)
    assert await box.get_attribute("aria-activedescendant") == await options.first.get_attribute("id")
    await box.press("Enter")
    ana = cohort.members["Ana"].person
    assert await box.input_value() == f"Look, @{ana.name} "
    assert await box.get_attribute("aria-activedescendant") is None
    await box.press_sequentially("and @nobody")
    await expect(options).to_have_count(0)
    await box.press_sequentially(" @c")
    await expect(options).to_have_count(1, timeout=SOON)
    await box.press("Escape")
    assert (await box.input_value()).endswith("and @nobody @c")
    await box.press_sequentially("e")
    await expect(options).to_have_count(1, timeout=SOON)
    await expect(options.first).to_be_visible()
    await box.press("Home")
    await box.press("Enter")  # the caret has left the name
    await expect(options.first).to_be_hidden()
    assert (await box.input_value()).startswith("\nLook")
    await box.press("Control+Enter")
    await expect(ben.page.locator(f'.at[data-person="{ana.id}"]')).to_have_text(f"@{ana.name}", timeout=SOON)


async def test_who_is_named_sees_it_marked(cohort, ben):
    await opens(ben, cohort)
    me, other = cohort.members["Ben"].person, cohort.members["Cem"].person
    await says(cohort.members["Ana"], f"@{me.name} and @{other.name}")
    await expect(ben.page.locator(f'.at[data-person="{me.id}"][data-me]')).to_be_visible(timeout=SOON)
    assert await ben.page.locator(f'.at[data-person="{other.id}"][data-me]').count() == 0


async def test_what_is_half_written_survives_messages_a_reload_and_the_making_of_the_channel(cohort, ben):
    await opens(ben, cohort, "requirements/talk_plan/channel")
    box = ben.page.locator("form.composer textarea")
    await box.press_sequentially("Half a tho")
    message = await says(cohort.members["Ana"], "First", spot="of-talk_plan")
    await expect(ben.page.locator(f"#message-{message.id}")).to_be_visible(timeout=SOON)
    again = await says(cohort.members["Ana"], "Second", spot="of-talk_plan")
    await expect(ben.page.locator(f"#message-{again.id}")).to_be_visible(timeout=SOON)
    assert await box.input_value() == "Half a tho"
    assert await box.evaluate("(box) => box === document.activeElement")
    await ben.page.wait_for_function(KEPT, arg="Half a tho")
    await ben.page.reload()
    await expect(box).to_have_value("Half a tho")


async def test_by_keyboard_alone_one_edits_reacts_and_deletes(cohort, ben):
    message = await says(cohort.members["Ben"], "It wroked")
    await opens(ben, cohort)
    page = ben.page
    await page.get_by_role("link", name="Edit your message").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("Your message").fill("It worked")
    await page.get_by_role("button", name="Save").press("Enter")
    await expect(page.locator(f"#message-{message.id} .body")).to_have_text("It worked")
    await expect(page.get_by_role("link", name="edited")).to_be_visible()
    await ben.is_live()
    await page.get_by_role("link", name="React to Ben").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("group", name="Choose a sign").get_by_role("button", name="Celebrate").press("Enter")
    sign = page.get_by_role("button", name="Celebrate, 1")
    await expect(sign).to_have_attribute("aria-pressed", "true", timeout=SOON)
    await sign.press("Enter")
    await expect(sign).to_have_count(0, timeout=SOON)
    await page.get_by_role("link", name="More for this message from Ben").press("Enter")
    await page.get_by_role("link", name="Delete").press("Enter")
    await page.get_by_role("button", name="Delete it").press("Enter")
    await expect(page.locator(f"#message-{message.id}")).to_contain_text("Deleted by Ben")


async def test_ones_own_sign_is_pressed_on_ones_other_device_and_nobody_elses(browser, cohort, server, ben):
    message = await says(cohort.members["Ana"], "It worked")
    phone = await someone(browser, cohort.members["Ben"].person, server.url, viewport=PHONE)
    ana = await someone(browser, cohort.members["Ana"].person, server.url)
    for each in (ben, phone, ana):
        await opens(each, cohort)
    seat = cohort.members["Ben"].seat
    await actions.react(seat, cohort.cohort, message, "love", True)
    for each, pressed in ((ben, "true"), (phone, "true"), (ana, "false")):
        sign = each.page.get_by_role("button", name="Love, 1")
        await expect(sign).to_have_attribute("aria-pressed", pressed, timeout=SOON)
    await phone.page.get_by_role("button", name="Love, 1").click()
    await expect(ben.page.get_by_role("button", name="Love")).to_have_count(0, timeout=SOON)
    assert (await now(message)).reactions == {}
    for each in (phone, ana):
        assert each.problems == []
        await each.page.context.close()


# --- a thread ---


async def test_a_thread_opens_beside_the_channel_and_lives(cohort, ben):
    ana = cohort.members["Ana"]
    root = await says(ana, "Did you model it?")
    await opens(ben, cohort)
    await ben.page.get_by_role("link", name="Reply to Ana in a thread").click()
    box = ben.page.get_by_label("Reply to Ana", exact=True)
    await expect(box).to_be_focused(timeout=SOON)
    await box.fill("For two minutes")
    await box.press("Control+Enter")
    await expect(ben.page.locator(f"#thread-{root.id} [id^=message-]")).to_have_count(1, timeout=SOON)
    await expect(ben.page.locator(f"#message-{root.id} .replies")).to_contain_text("1 reply", timeout=SOON)
    await box.press_sequentially("Half an ans")
    await says(ana, "And then?", thread=root)
    await actions.edit(ana.seat, cohort.cohort, root, "Did you model it **first**?")
    await expect(ben.page.locator(f"#thread-{root.id} [id^=message-]")).to_have_count(2, timeout=SOON)
    await expect(ben.page.locator("[data-copy-of] strong", has_text="first")).to_be_visible(timeout=SOON)
    await actions.resolve(ana.seat, cohort.cohort, root, root, True)
    await expect(ben.page.locator("[data-copy-of]").get_by_text("Resolved")).to_be_visible(timeout=SOON)
    assert await box.input_value() == "Half an ans"
    await ben.page.get_by_role("button", name="Close the thread").click()
    await expect(ben.page.locator("#thread")).to_have_count(0)
    assert await ben.page.evaluate("document.activeElement.dataset.thread") == str(root.id)


async def test_a_page_that_is_fetched_anew_keeps_what_is_written_and_the_open_thread(cohort, ben):
    said = await filled(cohort)
    await opens(ben, cohort)
    await ben.page.locator(f"#message-{said[-1].id}").get_by_role("link", name="Reply to Ana").click()
    reply, box = ben.page.get_by_label("Reply to Ana", exact=True), ben.page.get_by_label("Message to General")
    await reply.press_sequentially("Half a reply")
    await box.press_sequentially("Half a thought")
    missed = await says(cohort.members["Cem"], "Said before", thread=said[-1])
    await reply.focus()
    await ben.page.evaluate("window.put.again(location.href, ['main', '.cohort-bar'])")  # as at a frame `reload`
    await expect(ben.page.locator(f"#thread #message-{missed.id}")).to_be_visible(timeout=SOON)
    assert (await reply.input_value(), await box.input_value()) == ("Half a reply", "Half a thought")
    await expect(reply).to_be_focused()
    again = await says(cohort.members["Ana"], "Still live")
    await expect(ben.page.locator(f"#message-{again.id}")).to_be_visible(timeout=SOON)


async def test_on_a_phone_a_thread_is_a_page(browser, cohort, server):
    root = await says(cohort.members["Ana"], "Did you model it?")
    await says(cohort.members["Cem"], "Yes", thread=root)
    ben = await someone(browser, cohort.members["Ben"].person, server.url, viewport=PHONE, has_touch=True)
    await opens(ben, cohort)
    await expect(ben.page.get_by_role("heading", name="General")).to_be_visible()
    await ben.page.locator(f"#message-{root.id} .replies").click()
    await ben.page.wait_for_url(f"**/messages/{root.id}")
    await ben.is_live()
    again = await says(cohort.members["Ana"], "First?", thread=root)
    await expect(ben.page.locator(f"#message-{again.id}")).to_be_visible(timeout=SOON)
    assert ben.problems == []
    await ben.page.context.close()


async def test_without_javascript_one_reads_writes_answers_reacts_and_marks_as_read(browser, cohort, server):
    root = await says(cohort.members["Ana"], "Did you model it?")
    await says(cohort.members["Cem"], "Yes", thread=root)
    ben = await someone(browser, cohort.members["Ben"].person, server.url, java_script_enabled=False)
    page = ben.page
    await ben.opens(f"/cohorts/{cohort.id}/channels/general")
    await expect(page.get_by_role("heading", name="New since you were here")).to_be_visible()
    await page.get_by_role("button", name="Mark as read").click()
    await expect(page.get_by_role("heading", name="New since you were here")).to_have_count(0)
    await page.get_by_label("Message to General").fill("Plainly")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("#messages-general [id^=message-]")).to_have_count(2)
    await page.get_by_role("link", name="1 reply").click()
    await page.get_by_label("Reply to Ana", exact=True).fill("Me too")
    await page.get_by_role("button", name="Reply").click()
    await expect(page.locator(f"#thread-{root.id} [id^=message-]")).to_have_count(2)
    await page.get_by_role("button", name="Thanks").click()
    assert (await now(root)).reactions == {"thanks": 1}
    await page.context.close()


# --- as a part of the cohort's page ---


async def test_the_cohorts_page_holds_the_talk_and_it_lives_there(cohort, ben):
    await filled(cohort, 15)
    await ben.opens(f"/cohorts/{cohort.id}")
    part = ben.page.locator("#discussion")
    await expect(part.locator("[id^=message-]")).to_have_count(12, timeout=SOON)
    await ben.is_live()
    message = await says(cohort.members["Ana"], "Live there too")
    await expect(ben.page.locator(f"#message-{message.id}")).to_be_attached(timeout=SOON)
    box = part.get_by_label("Message to General")
    await box.fill("From here as well")
    await box.press("Control+Enter")
    await expect(part.locator(".body", has_text="From here as well")).to_have_count(1, timeout=SOON)
    await expect(part.locator(".sending")).to_have_count(0, timeout=SOON)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_with_everything_open(browser, cohort, server, size, scheme):
    said = await filled(cohort, 12)
    await actions.delete(cohort.members["Ana"].seat, cohort.cohort, said[3])
    await says(cohort.members["Cem"], "Answer", thread=said[8])
    await actions.react(cohort.members["Cem"].seat, cohort.cohort, said[9], "thanks", True)
    ben = await someone(
        browser, cohort.members["Ben"].person, server.url, viewport=size, color_scheme=scheme, reduced_motion="reduce"
    )
    await opens(ben, cohort)
    if size is WIDE:
        await ben.page.locator(f"#message-{said[8].id} .replies").click()
        await expect(ben.page.locator("#thread")).to_be_visible(timeout=SOON)
    box = ben.page.get_by_label("Message to General")
    await box.press_sequentially("@")
    await expect(ben.page.locator("#names-general [role=option]")).to_have_count(4, timeout=SOON)
    assert await axe(ben.page) == []
    await ben.page.locator(f"#message-{said[9].id} [data-signs]").click()
    await expect(ben.page.locator("#signs-menu")).to_be_visible()
    assert await axe(ben.page) == []
    await ben.page.context.close()


async def _until_read(cohort, who) -> None:
    """Wait until the page has told of the newest message, and look whether the server knows."""
    channel = await the_channel(cohort.members["Ben"])
    await expect(who.page.locator("#messages-general")).to_have_attribute(
        "data-read-to", str(channel.newest), timeout=SOON
    )
    assert await _unread(cohort) == {}


async def _unread(cohort) -> dict[str, int]:
    """What the server says is unread for Ben."""
    channels = await queries.channels(cohort.members["Ben"].seat, cohort.cohort)
    return {one.spot: one.unread for one in channels if one.unread}


# --- f49: who is writing ---


async def test_who_writes_is_shown_in_one_quiet_line_until_it_is_sent_or_over(cohort, server, browser, ben):
    await says(cohort.members["Cem"], "Good morning")
    ana = await someone(browser, cohort.members["Ana"].person, server.url, viewport=WIDE)
    for one in (ana, ben):
        await opens(one, cohort)
    line, called = ben.page.locator(".stream .typing"), cohort.members["Ana"].person.called
    box = ana.page.locator("form.composer textarea")
    await box.press_sequentially("For two")
    await expect(line).to_have_text(f"{called} is writing", timeout=SOON)
    assert await line.get_attribute("aria-live") == "off", "a screen reader is not interrupted by it"
    assert await axe(ben.page) == []
    await expect(ana.page.locator(".stream .typing")).to_have_text("")
    await expect(line).to_have_text("", timeout=SOON)
    await ben.page.clock.set_fixed_time(clock.now())  # from here on nothing is over by time
    await box.press_sequentially(" minutes")
    await expect(line).to_have_text(f"{called} is writing", timeout=SOON)
    await box.press("Control+Enter")
    await ben.sees(".messages", "For two minutes")
    await expect(line).to_have_text("", timeout=SOON)
    assert ana.problems == []
    await ana.page.context.close()


# --- f51: how much of a channel one is told ---


async def test_live_counts_follow_what_its_reader_chose(cohort, ben):
    ana = cohort.members["Ana"]
    await says(ana, "Bring the plan", spot="of-talk_plan")
    await opens(ben, cohort)
    await ben.page.locator("#channel-of-talk_plan a").click()
    await ben.page.get_by_role("link", name="What you are told: Everything").click()
    await ben.page.get_by_label("Mentions only").check()
    assert await axe(ben.page) == []
    await ben.page.get_by_role("button", name="Keep it so").click()
    await opens(ben, cohort)
    line = ben.page.locator("#channel-of-talk_plan .count")
    await expect(line).to_be_hidden()
    await says(ana, "Not for Ben alone", spot="of-talk_plan")
    await says(ana, f"@{cohort.members['Ben'].person.name} and yours?", spot="of-talk_plan")
    await expect(line).to_have_text(re.compile("^1"), timeout=SOON)
    await ben.page.reload()
    await expect(line).to_have_text(re.compile("^1"), timeout=SOON)
    await ben.opens(f"/cohorts/{cohort.id}/channels/{(await the_channel(ana, 'of-talk_plan')).id}/involvement")
    await ben.page.get_by_label("Hidden").check()
    await ben.page.get_by_role("button", name="Keep it so").click()
    await opens(ben, cohort)
    await expect(ben.page.locator("#channel-of-talk_plan")).to_be_hidden()
    await ben.page.get_by_text("Hidden channels").click()
    await expect(ben.page.locator("#channel-of-talk_plan")).to_be_visible()
    assert await axe(ben.page) == []
