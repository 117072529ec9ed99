"""From an empty cohort to a verified badge, with one Not Yet in between: six people, each before a page of their own.

Ana makes all of it and submits; Ben, her colleague, sees where she is and nothing else; Rita and Ravi read blind; Vera,
who approves, says whom to follow; Dora, whom nobody here knows, checks the badge that Ana hands her.
"""

import asyncio
import re
from dataclasses import dataclass
from io import BytesIO

import pytest
import pytest_asyncio
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.async_api import Page, expect

from community import db
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition
from community.people import queries as people
from tests.support.artifacts import a_pdf
from tests.support.attempts import SAW, WORD
from tests.support.browsers import axe
from tests.support.browsing import SOON, Someone, someone, tabs_to
from tests.support.cohorts import Made, a_cohort
from tests.support.evidence import joins_a_local
from tests.support.factors import App
from tests.support.feedback import definition_of
from tests.support.people import PASSWORD
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import WORDS
from tests.support.servers import serve

pytestmark = pytest.mark.browser
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SHORT, CRITERION = "talk_plan", "two_voices"  # the one criterion that falls short, and its requirement


@dataclass
class Room:
    """The cohort, and who sits before which page."""

    cohort: Made
    definition: Definition
    ana: Someone
    ben: Someone
    rita: Someone
    ravi: Someone
    vera: Someone
    dora: Page

    @property
    def code(self) -> str:
        return self.definition.code


@pytest_asyncio.fixture
async def room(database, browser):
    async with serve() as server, a_cohort(None, "Ana", "Ben") as cohort:
        definition = await definition_of(cohort)
        desk = await an_approver()
        vera = (await people.people_by_id([desk.person_id]))[desk.person_id]
        readers = [await a_reviewer(desk, definition, name) for name in ("Rita Vogt", "Ravi Nair")]
        ana, ben = await cohort.seats("Ana", "Ben")
        await joins_a_local(ana.person)
        sit = [(ana.person, PHONE), (ben.person, LAPTOP), *((one, LAPTOP) for one in readers), (vera, LAPTOP)]
        sitting = [await someone(browser, person, server.url, viewport=size) for person, size in sit]
        dora = await browser.new_page()
        yield Room(cohort, definition, *sitting, dora)
        await dora.context.close()
        for one in sitting:
            assert one.problems == [], one.person.called
            await one.page.context.close()


async def test_from_an_empty_cohort_to_a_verified_badge(room):
    attempt = f"#attempt-{room.cohort.members['Ana'].seat.id}"
    await room.ben.opens(f"/cohorts/{room.cohort.id}/board")
    await room.ben.is_live()
    await room.ben.sees(attempt, "None yet")
    for reader in (room.rita, room.ravi, room.vera):
        await _sets_up_a_factor(reader)
    await _make_all(room.ana, room)
    await room.ana.opens(f"/work/{room.code}/applications/new")
    await room.ana.page.get_by_role("button", name=re.compile("^Start")).click()
    first = await _submit(room)
    await room.ben.sees(attempt, "Submitted")

    await _read(room.rita, first, is_first=True, short=True)
    await _read(room.ravi, first, short=True)
    await _say_whom_to_follow(room.vera, first)
    await _revise_what_fell_short(room, first)
    await room.ben.sees(f"#work-{room.cohort.members['Ana'].seat.id}-{SHORT}", "Drafting")
    second = await _submit(room, note="The two questions are asked of two partners now.")
    assert second != first

    await _read(room.rita, second, is_first=True)
    await _read(room.ravi, second)
    await room.ben.sees(attempt, "Earned")
    await _hand_over_the_badge(room)


async def _sets_up_a_factor(reader: Someone) -> None:
    """Who judges shows a second factor, by keyboard alone: it leads back to where they wanted to go."""
    page, desk = reader.page, "/approvals" if reader.person.called == "Vera" else "/reviews"
    await reader.opens(desk)
    await tabs_to(page, "input[name=password]")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    app = App(await page.locator("#secret").inner_text())
    await tabs_to(page, "input[name=code]")
    await page.keyboard.type(app.code())
    await page.keyboard.press("Enter")
    await expect(page.locator("#recovery-codes li")).to_have_count(10, timeout=SOON)
    assert await axe(page) == []
    await tabs_to(page, f"main a[href='{desk}']")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{desk}")


async def _make_all(ana: Someone, room: Room) -> None:
    """Each text long enough, and a file."""
    page = ana.page
    for asked in await catalogue.public_requirements(room.definition.id):
        await _write(ana, room, asked.key, WORD * (asked.min_words or 5))
        if asked.key == "talk_record":
            await page.locator("#file").set_input_files(
                {"name": "record.pdf", "mimeType": "application/pdf", "buffer": a_pdf(pages=2)}
            )
            await page.get_by_role("button", name="Send the file").click()
            await expect(page.locator("#files .items [data-state=ready]")).to_have_count(1, timeout=60_000)


async def _write(ana: Someone, room: Room, key: str, text: str) -> None:
    """It is saved by itself."""
    await ana.opens(f"/work/{room.code}/{key}")
    async with ana.page.expect_response(lambda got: got.request.method == "POST" and f"/{key}" in got.url) as saved:
        await ana.page.locator("#text").fill(text)
    assert (await saved.value).ok
    await expect(ana.page.locator("#saved")).to_contain_text("on Roundtable", timeout=SOON)


async def _submit(room: Room, note: str = "") -> str:
    """The number of the attempt."""
    page = room.ana.page
    await room.ana.opens(f"/work/{room.code}/submissions/new")
    if note:
        await page.get_by_label("What you did with what they wrote").fill(note)
    for promise in ("This is my own work", "No names or faces", "It is ready", "Tell me at once"):
        await page.get_by_label(re.compile(promise)).check()
    await page.get_by_role("button", name="Submit", exact=True).click()
    await page.wait_for_url(re.compile("/submissions/[0-9A-Z]{12}$"))
    return page.url.rpartition("/")[2]


async def _read(reader: Someone, number: str, is_first: bool = False, short: bool = False) -> None:
    """Takes it, looks whether all is there, and judges each criterion; one of them falls short, or none."""
    page = reader.page
    await reader.opens("/reviews")
    await page.locator(f"form[action='/reviews/{number}/claims'] button").click()
    send = page.get_by_role("button", name="Send recommendation")
    if is_first:
        await page.get_by_role("button", name="All is there: begin to judge").click()
    await expect(send).to_be_enabled(timeout=SOON)
    criteria = page.locator("[data-criterion]")
    for place in range(await criteria.count()):
        one = criteria.nth(place)
        falls = short and await one.get_attribute("id") == f"criterion-{CRITERION}"
        await one.locator("input:not([data-meets])" if falls else "input[data-meets]").first.check()
        if falls:
            await one.get_by_label("What I saw").fill(SAW)
            await one.get_by_label("What would meet it").fill(WORDS)
    await send.click()
    await reader.sees("main", "Your recommendation is sent")


async def _say_whom_to_follow(vera: Someone, number: str) -> None:
    """Both readers say what would meet it; which of them the earner follows is a sentence of hers."""
    await vera.opens("/approvals")
    await vera.sees("main", "Wants a sentence")
    await vera.page.get_by_role("link", name=re.compile("^Open")).click()
    await vera.page.get_by_label(re.compile("Your sentence on")).fill("Follow either: they ask for the same.")
    await vera.page.get_by_role("button", name="Save, and let it be decided").click()
    await vera.sees("main", "Your sentence is saved")


async def _revise_what_fell_short(room: Room, number: str) -> None:
    """She reads what would meet it and changes that one; everything else stays met."""
    ana, page = room.ana, room.ana.page
    await ana.opens(f"/submissions/{number}")
    await page.get_by_role("link", name="Read the result").click()
    await ana.sees("main", SAW)
    await ana.sees("main", "Follow either")
    said = await page.content()
    assert not [name for name in ("Rita", "Vogt", "Ravi", "Nair") if name in said], "who read it she never learns (R50)"
    assert await axe(page) == []
    await _write(ana, room, SHORT, WORD * 240)
    await ana.opens(f"/work/{room.code}/{SHORT}/changes")
    await ana.sees("main", "Text changed")
    assert await axe(page) == []


async def _hand_over_the_badge(room: Room) -> None:
    """Ana hands the picture of her badge to somebody without an account, who checks it, also when a byte is another."""
    badge = await _signed_badge(room.ana)
    for content, answer in ((badge, "This badge is real and in force"), (_altered(badge), "This badge was changed")):
        await room.dora.goto(f"{room.ana.base}/verify")
        file = {"name": "badge.png", "mimeType": "image/png", "buffer": content}
        await room.dora.get_by_label("Or its file").set_input_files(file)
        await room.dora.get_by_role("button", name="Check").click()
        await expect(room.dora.locator("#answer")).to_contain_text(answer, timeout=SOON)
    await expect(room.dora.locator("main")).not_to_contain_text(room.ana.person.name)


async def _signed_badge(ana: Someone) -> bytes:
    """The picture with the credential in it, as soon as it is signed: that is a job's."""
    number = await db.value(OF_THE_TITLE, id=ana.person.id)
    async with asyncio.timeout(60):
        got = await ana.page.request.get(f"{ana.base}/awards/{number}/badge.png")
        while got.status == 404:
            got = await ana.page.request.get(f"{ana.base}/awards/{number}/badge.png")
    assert got.status == 200
    return await got.body()


OF_THE_TITLE = "select number from award where person_id = :id and micro_credential_id is not null"  # beside a stack's


def _altered(badge: bytes) -> bytes:
    """The same picture, whose credential says another version."""
    picture, chunks = Image.open(BytesIO(badge)), PngInfo()
    said = picture.text["openbadgecredential"]
    changed = said.replace("Talk structures", "Walk structures")
    assert changed != said, "the premise"
    chunks.add_itxt("openbadgecredential", changed)
    into = BytesIO()
    picture.save(into, "PNG", pnginfo=chunks)
    return into.getvalue()
