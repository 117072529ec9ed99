"""The board in a real browser: counts that follow, focus that stays, who is spoken to, phones, keyboard, axe."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.cohorts.seats import actions as seats
from community.evidence import actions as evidence
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import brings, joins_a_local, writes

pytestmark = pytest.mark.browser
PEOPLE = ("Ana", "Ben", "Cleo", "Dev", "Ema")
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
# What the page counts, as people read it: rows' lines, the foot, the filters.
COUNTS = """() => [".counts", "tfoot td", ".segments a", "#board-strip"].map((part) =>
    [...document.querySelectorAll(`#board ${part}`)].map((each) => each.textContent.replace(/\\s+/g, " ").trim()))"""


@pytest_asyncio.fixture
async def cohort(database):
    async with a_cohort(None, *PEOPLE) as made:
        made.definition = await a_definition()
        await brings(made.members["Dev"].person, made.definition, "Artifact 1", "ask")
        await brings(made.members["Ema"].person, made.definition, "Question 1", "ready")
        yield made


@pytest_asyncio.fixture
async def people(browser, server):
    """`await people(member, **context)`: somebody before a browser of her own."""
    opened = []

    async def come(member, **context):
        opened.append(await someone(browser, member.person, server.url, **context))
        return opened[-1]

    yield come
    for one in opened:
        assert one.problems == []
        await one.page.context.close()


async def looks_at_the_board(people, cohort, name, query="", **context):
    one = await people(cohort.members[name], **context)
    await one.opens(f"/cohorts/{cohort.id}/board{query}")
    await one.is_live()
    return one


async def test_counts_and_strip_follow_the_cells_and_are_what_a_reload_shows(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana")
    before = await ana.page.evaluate(COUNTS)
    cleo = cohort.members["Cleo"]
    await brings(cleo.person, cohort.definition, "Question 1", "ready")
    await brings(cleo.person, cohort.definition, "Question 2", "ask")
    await seats.leave(cohort.members["Ben"].person, cohort.members["Ben"].seat, cohort.cohort)
    finn = await cohort.joins("Finn")
    await brings(finn.person, cohort.definition, "Question 1")
    await brings(cohort.members["Ana"].person, cohort.definition, "Question 1", "ready")
    await ana.sees(f"#work-{finn.seat.id}-students", "Drafting")
    await ana.sees(f"#own-work-{cohort.members['Ana'].seat.id}-students", "Ready")
    await ana.sees("#board-strip", "Begin with Question 2")
    await ana.sees("#board-strip", "and 1 more")
    live = await ana.page.evaluate(COUNTS)
    await ana.page.reload()
    await ana.is_live()
    assert sorted(live[0]) == sorted((await ana.page.evaluate(COUNTS))[0]), (
        "the rows' lines; a newcomer stands last until then"
    )
    assert live[1:] == (await ana.page.evaluate(COUNTS))[1:]
    assert live != before


async def test_focus_and_place_stay_through_many_changes(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana", viewport={"width": 1440, "height": 420})
    own = f"#own-work-{cohort.members['Ana'].seat.id}-talk_plan"
    await ana.page.focus(own)
    await ana.page.evaluate("scrollTo(0, 300)")
    at = await ana.page.evaluate("scrollY")
    for number in range(10):
        for name in ("Ben", "Cleo"):
            await writes(cohort.members[name].person, cohort.definition, "Question 1", f"Text {number}.")
            member = cohort.members[name].person
            work = await writes(member, cohort.definition, "Artifact 1", f"Text {number}.")
            await evidence.ready(member, work)
    await brings(cohort.members["Ana"].person, cohort.definition, "Artifact 1", "ready")
    await ana.sees(own, "Ready")
    await ana.sees(f"#work-{cohort.members['Cleo'].seat.id}-talk_plan", "Ready")
    assert f"#{await ana.page.evaluate('document.activeElement.id')}" == own
    assert await ana.page.evaluate("scrollY") == at


async def test_only_what_concerns_the_reader_is_said(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana")
    await brings(cohort.members["Ben"].person, cohort.definition, "Question 1", "ready")
    await ana.sees(f"#work-{cohort.members['Ben'].seat.id}-students", "Ready")
    assert await ana.page.locator("#status").inner_text() == "", "others' changes are never spoken"
    await brings(cohort.members["Ana"].person, cohort.definition, "Artifact 1", "ready")
    await ana.sees("#status", "Artifact 1 · A week of talk: Ready")
    assert await ana.page.locator("[role=status]:visible, #status").count() <= 2, "one for the connection, one for news"


async def test_who_is_here_now_is_a_dot_and_a_word(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana")
    row = ana.page.locator(f"#member-{cohort.members['Ben'].seat.id}")
    await expect(row.locator(".avatar")).not_to_have_attribute("data-presence", "here")
    ben = await looks_at_the_board(people, cohort, "Ben")
    await expect(row.locator(".avatar")).to_have_attribute("data-presence", "here", timeout=SOON)
    said = re.compile(f"{cohort.members['Ben'].person.name} ?, here now")
    await expect(row.get_by_role("rowheader")).to_have_accessible_name(said)
    await ana.opens(f"/cohorts/{cohort.id}/board?show=here")
    assert await ana.page.locator("tr[id^=member-]").count() == 2
    await ben.page.close()


async def test_somebody_who_starts_sees_her_date_at_once_and_so_does_her_facilitator(people, cohort):
    ana, gloria = await looks_at_the_board(people, cohort, "Ana"), await looks_at_the_board(people, cohort, "Gloria")
    await ana.sees("#board-strip", "Clock not running")
    await joins_a_local(cohort.members["Ana"].person)
    application = await evidence.start(cohort.members["Ana"].person, cohort.definition)
    date = f"{application.safe_day:%A, %B %-d}"
    await ana.sees("#board-strip", date)
    await gloria.sees(f"#clock-{cohort.members['Ana'].seat.id}", date)


async def test_on_a_phone_my_row_and_who_needs_a_reader_come_first(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana", viewport=PHONE)
    rows = ana.page.locator("tr[id^=member-]:visible")
    assert [await row.get_attribute("id") for row in await rows.all()] == [
        f"member-{cohort.members[name].seat.id}" for name in ("Ana", "Dev")
    ]
    await ana.page.get_by_role("link", name="Everyone, 5 members").click()
    await expect(rows).to_have_count(5)
    await ana.page.locator(f"#member-{cohort.members['Ema'].seat.id}").get_by_text("Show all").click()
    await expect(ana.page.locator(f"#work-{cohort.members['Ema'].seat.id}-reflection")).to_be_visible()


async def test_by_keyboard_alone_from_the_board_to_ones_own_work(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana")
    reached = []
    for _ in range(60):
        await ana.page.keyboard.press("Tab")
        reached.append(await ana.page.evaluate("document.activeElement.id"))
        if reached[-1].endswith("-talk_plan"):
            break
    cells = [id for id in reached if id.startswith("own-work-")]
    assert [id.split("-")[-1] for id in cells] == ["students", "demand", "structures", "talk_plan"], "in reading order"
    await ana.page.keyboard.press("Enter")
    await ana.page.wait_for_url("**/work/EL-02/talk_plan")


async def every_state(cohort):
    for requirement, moves in {
        "Question 1": ("ready", "submit", "fall_short"),
        "Question 2": ("ready", "submit", "return_incomplete"),
        "Question 3": ("ready", "submit", "meet"),
        "Artifact 1": ("ready", "submit", "fall_short", "revise"),
        "Artifact 2": ("ask", "answer"),
        "Reflection": ("ready", "submit"),
    }.items():
        await brings(cohort.members["Ben"].person, cohort.definition, requirement, *moves)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["Ana", "Gloria"], ids=["member", "facilitator"])
async def test_axe_finds_nothing_in_any_state(people, cohort, name, scheme):
    await every_state(cohort)
    one = await looks_at_the_board(people, cohort, name, "?show=everyone", viewport=WIDE, color_scheme=scheme)
    assert await axe(one.page) == []
    await one.page.set_viewport_size(PHONE)
    await one.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert await axe(one.page) == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
async def test_axe_finds_nothing_at_twice_the_text(people, cohort, viewport):
    await every_state(cohort)
    ana = await looks_at_the_board(people, cohort, "Ana", "?show=everyone", viewport=viewport)
    await ana.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await axe(ana.page) == []


async def test_among_the_parts_of_the_cohorts_page_the_board_lives_as_well(people, cohort):
    ana = await people(cohort.members["Ana"])
    await ana.opens(f"/cohorts/{cohort.id}")
    await ana.sees("#board", "Dev")
    await ana.is_live()
    await brings(cohort.members["Ben"].person, cohort.definition, "Question 1", "ready")
    await ana.sees(f"#work-{cohort.members['Ben'].seat.id}-students", "Ready")
    await expect(ana.page.locator("#board tfoot td").first).to_contain_text("2 of 5")
    assert await axe(ana.page) == []


async def test_nothing_scrolls_sideways_at_320_pixels(people, cohort):
    ana = await looks_at_the_board(people, cohort, "Ana", "?show=everyone", viewport={"width": 320, "height": 640})
    assert await ana.page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_an_empty_board_says_so(people, database, browser, server):
    async with a_cohort(None) as made:
        gloria = await someone(browser, made.facilitator.person, server.url)
        await gloria.opens(f"/cohorts/{made.id}/board")
        await gloria.sees("#board", "Nobody has a place here yet")
        assert await axe(gloria.page) == []
        dana = await made.joins("Dana")
        await gloria.sees("#board", dana.person.name)
        await gloria.page.context.close()
