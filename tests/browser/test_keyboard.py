"""By keyboard alone, from signing in to ready: board, words, signs; and what happens live takes nobody's focus."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.discussion import actions as discussion
from community.evidence import actions as evidence
from community.evidence import queries as works
from tests.support.browsing import SOON, Someone, someone, tabs_to
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.evidence import brings, writes
from tests.support.meetings import meets
from tests.support.people import PASSWORD
from tests.support.servers import serve

pytestmark = pytest.mark.browser
# Counts how often the focus falls to the body, which a reader at the keyboard notices by having to begin at the top.
WATCH_THE_FOCUS = """() => { window.lost = 0, window.shown = 0;
    document.addEventListener("live:shown", () => { window.shown += 1; });
    const look = () => { window.lost += document.activeElement === document.body; };
    document.addEventListener("focusout", () => setTimeout(look)); }"""


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve() as one:
        yield one


@pytest_asyncio.fixture
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        made.definition = await a_definition()
        yield made


@pytest_asyncio.fixture
async def ana(browser, cohort, server):
    ana = await someone(browser, cohort.members["Ana"].person, server.url)
    yield ana
    assert ana.problems == []
    await ana.page.context.close()


async def test_from_signing_in_to_ready_without_a_mouse(browser, cohort, server):
    message = await says(cohort.facilitator, "Who has tried the talking chips?")
    context = await browser.new_context()
    ana = Someone(cohort.members["Ana"].person, await context.new_page(), server.url)
    page, seat = ana.page, cohort.members["Ana"].seat
    await ana.opens("/sign-in")
    await tabs_to(page, "input[name=email]")
    await page.keyboard.type(ana.person.email)
    await tabs_to(page, "input[name=password]")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/sign-in" not in url)

    await tabs_to(page, f"main a[href='/cohorts/{cohort.id}']")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/cohorts/{cohort.id}")
    await page.locator(f"#own-work-{seat.id}-talk_plan").wait_for()
    await page.locator(f"#message-{message.id}").wait_for()
    await ana.is_live()
    await tabs_to(page, f"#own-work-{seat.id}-talk_plan")

    await tabs_to(page, f"#message-{message.id} [data-signs]")
    await page.keyboard.press("Enter")
    await page.locator("#signs-menu:popover-open").wait_for()
    assert await page.evaluate("document.activeElement.dataset.sign") == "thumbs_up", "the signs have the focus"
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#thumbs_up-{message.id}")).to_have_attribute("aria-pressed", "true", timeout=SOON)
    assert await page.evaluate("document.activeElement !== document.body"), "the focus is not lost with the menu"

    await tabs_to(page, "form.composer textarea")
    await page.keyboard.type("I have, **on Tuesday**.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".messages .message").last).to_contain_text("on Tuesday", timeout=SOON)
    assert await page.evaluate("document.activeElement.tagName") == "TEXTAREA", "one goes on writing"

    await tabs_to(page, f"#own-work-{seat.id}-talk_plan", key="Shift+Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/work/EL-02/talk_plan")
    await tabs_to(page, "#text")
    await page.keyboard.type("Four weeks, one talk move in each.")
    await tabs_to(page, "#ready", key="Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#work-actions .state")).to_have_text("Ready", timeout=SOON)
    assert ana.problems == []
    await context.close()


async def test_fifty_changes_of_the_cell_that_has_the_focus_do_not_take_it(ana, cohort):
    member = cohort.members["Ana"]
    work = await writes(member.person, cohort.definition, "Artifact 1", "A first plan.")
    await ana.opens(f"/cohorts/{cohort.id}/board")
    await ana.is_live()
    cell = f"own-work-{member.seat.id}-talk_plan"
    await ana.page.focus(f"#{cell}")
    await ana.page.evaluate(WATCH_THE_FOCUS)
    place = await ana.page.evaluate("scrollY")
    for _ in range(25):
        await evidence.ready(member.person, work)
        await evidence.reopen(member.person, await works.work(member.person, "EL-02", "talk_plan"))
    await brings(member.person, cohort.definition, "Artifact 2", "ready")  # the last thing that happens
    await ana.sees(f"#own-work-{member.seat.id}-talk_record", "Ready")
    await ana.sees(f"#{cell}", "Drafting")
    assert await ana.page.evaluate("document.activeElement.id") == cell
    assert await ana.page.evaluate("[lost, scrollY]") == [0, place]
    assert await ana.page.evaluate("shown") >= 50, "the premise: each change came into the page"


async def test_what_others_say_and_do_takes_the_focus_from_nobody(ana, cohort):
    ben, gloria = cohort.members["Ben"], cohort.facilitator
    message = await says(ben, "Mine draw first.")
    await ana.opens(f"/cohorts/{cohort.id}/channels/general")
    await ana.is_live()
    await ana.page.locator(f"#message-{message.id} [data-signs]").focus()
    await ana.page.evaluate(WATCH_THE_FOCUS)
    held = await ana.page.evaluate("(window.held = document.activeElement).dataset.signs")
    for number in range(25):
        await discussion.react(gloria.seat, cohort.cohort, message, "thanks", number % 2 == 0)
        await says(gloria, f"Number {number}")
    await expect(ana.page.locator(".messages .message").last).to_contain_text("Number 24", timeout=SOON)
    await expect(ana.page.locator(f"#thanks-{message.id}")).to_contain_text("1", timeout=SOON)
    assert await ana.page.evaluate("document.activeElement.dataset.signs") == held == str(message.id)
    assert await ana.page.evaluate("lost") == 0


async def test_pairs_are_formed_changed_and_undone_and_none_of_it_takes_the_focus(browser, ana, cohort, server):
    hers, ben, cy = cohort.members["Ana"], cohort.members["Ben"], await cohort.joins("Cy")
    meeting = await meets(cohort.facilitator, "Artifact swap")
    gloria = await someone(browser, cohort.facilitator.person, server.url)
    page, listed = gloria.page, f"#pairs-{meeting.id}"
    await gloria.opens(meeting.address)
    await _agrees(page, meeting, {hers: "Pair 1", ben: "Pair 1", cy: "In no pair"})
    await gloria.sees(listed, f"{hers.person.name}, {ben.person.name}")

    await ana.opens(meeting.address)
    await ana.is_live()
    await tabs_to(ana.page, f"main a[href$='?to={ben.seat.id}']")
    await ana.page.evaluate(WATCH_THE_FOCUS)
    await _agrees(page, meeting, {hers: "Pair 1", ben: "In no pair", cy: "Pair 1"})
    await gloria.sees(listed, f"{hers.person.name}, {cy.person.name}")
    await expect(ana.page.locator(f"main a[href$='?to={cy.seat.id}']:focus")).to_have_count(1)

    await gloria.is_live()
    await tabs_to(page, CHANGE.format(meeting.address))
    await page.evaluate(WATCH_THE_FOCUS)
    other = await someone(browser, cohort.facilitator.person, server.url)
    await other.opens(meeting.address)
    await _agrees(other.page, meeting, dict.fromkeys((hers, ben, cy), "In no pair"))
    await gloria.sees(listed, "No pairs are agreed yet")
    await ana.sees("#meeting", "There is no such pair any more")
    await expect(page.locator(f"{CHANGE.format(meeting.address)}:focus")).to_have_count(1)
    assert [await one.evaluate("lost") for one in (page, ana.page)] == [0, 0]
    assert gloria.problems == other.problems == []


CHANGE = "main a[href='{}/pairs']"


async def _agrees(page, meeting, wanted) -> None:
    """From the meeting's page to its pairs, and back with these, where the heading of the pairs has the focus."""
    await tabs_to(page, CHANGE.format(meeting.address))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/pairs")
    for member, pair in wanted.items():
        await tabs_to(page, f"#pair_of_{member.seat.id}")
        await page.keyboard.press(pair[0])
        assert await page.evaluate("document.activeElement.selectedOptions[0].text") == pair
    await tabs_to(page, "main button[type=submit]")
    await page.keyboard.press("Enter")
    await page.locator("#pairs-h:focus").wait_for()
