"""From an empty requirement to used feedback: three people on phone and laptop, and a board that hears of it.

Ana writes on a train that loses the network in the middle of a word and of a large file, sees herself beside the
rubric, and asks Ben and Cy by name; they read and pin, she says what became of each note. What others do comes to each
without a reload.
"""

import os
import re
from dataclasses import dataclass
from hashlib import sha256

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.evidence import queries as works
from tests.support.artifacts import a_pdf, artifacts_of
from tests.support.browsing import SOON, Someone, someone
from tests.support.cohorts import Made, a_cohort
from tests.support.feedback import KEY, definition_of
from tests.support.proxies import Proxy
from tests.support.reading_pages import pins, seen_well, selects
from tests.support.servers import serve

pytestmark = pytest.mark.browser
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
BEFORE, AFTER = "Students say, ask and revise.\n\nThe last fra", "me is printed larger. I listen for revision."
SAVED = re.compile("Saved .* on this device and on Roundtable")
SIZE = 50_000_000  # bytes: the largest document
LANDS = 60_000  # milliseconds: a page tries again after ten seconds; fifty million bytes are put together and looked at


@dataclass
class Room:
    """The cohort, and who sits before which page; `train` is Ana's way to the server."""

    cohort: Made
    train: Proxy
    ana: Someone
    ben: Someone
    cy: Someone
    gloria: Someone


@pytest_asyncio.fixture
async def room(database, browser, proxy):
    async with serve() as server, a_cohort(None, "Ana", "Ben", "Cy") as cohort:
        train = await proxy(server.url)
        seats = [*(await cohort.seats("Ana", "Ben", "Cy")), cohort.facilitator]
        ways = [(train.url, PHONE, "light"), (server.url, LAPTOP, "dark"), (server.url, PHONE, "dark")]
        ways.append((server.url, LAPTOP, "light"))
        people = [
            await someone(browser, seat.person, url, viewport=size, color_scheme=scheme)
            for seat, (url, size, scheme) in zip(seats, ways, strict=True)
        ]
        yield Room(cohort, train, *people)
        for one in people:
            assert [said for said in one.problems if not of_the_train(said)] == []
            await one.page.context.close()


def of_the_train(problem: str) -> bool:
    """What the cut itself leads to: a piece that goes out again while the server still puts the broken one down."""
    return "Failed to fetch" in problem or "409 (Conflict)" in problem


@pytest.fixture
def plan(tmp_path):
    """A document of fifty million bytes."""
    file, start = tmp_path / "Five lessons.pdf", a_pdf()
    file.write_bytes(start + os.urandom(SIZE - len(start)))
    return file


async def test_from_an_empty_requirement_to_used_feedback(room, plan):
    cell = f"#work-{room.cohort.members['Ana'].seat.id}-{KEY}"
    await room.gloria.opens(f"/cohorts/{room.cohort.id}/board")
    await room.gloria.is_live()
    await room.gloria.sees(cell, "Not started")
    await room.ben.opens(f"/cohorts/{room.cohort.id}/feedback")
    await room.cy.opens(f"/cohorts/{room.cohort.id}/board")
    for reader in (room.ben, room.cy):
        await reader.is_live()
    await room.ben.sees("#asking", "Nobody asks")

    await _write_on_the_train(room, plan)
    await room.gloria.sees(cell, "Drafting")
    await _see_oneself(room.ana)
    await _ask(room)
    await room.gloria.sees(cell, "Asking")
    for waits in (room.ana, room.gloria):
        await waits.page.evaluate("window.loadedOnce = true")
    await _read(room)
    await room.gloria.sees(cell, "Answered")
    for waits in (room.ana, room.gloria):
        assert await waits.page.evaluate("window.loadedOnce === true"), "neither has loaded her page anew"
    await _say_what_became_of_them(room)


async def _write_on_the_train(room: Room, plan) -> None:
    """The network goes in the middle of a word and of a file; both go on when it is back, and nothing is lost."""
    ana, page = room.ana, room.ana.page
    definition = await definition_of(room.cohort)
    await ana.opens(f"/work/{room.cohort.cohort.code}/{KEY}")
    await page.locator("#file").set_input_files(plan)
    await page.locator("#text").press_sequentially(BEFORE)
    await expect(page.locator("#saved")).to_contain_text(SAVED, timeout=SOON)
    room.train.lag = 0.02
    sending, ready = page.locator("#file-list-sending li"), page.locator("#files .items [data-state=ready]")
    await page.get_by_role("button", name="Send the file").click()
    await expect(sending).to_contain_text(re.compile("Sending, [1-9]"), timeout=SOON)
    await room.train.cut()
    await page.locator("#text").press_sequentially(AFTER)
    await expect(page.locator("#saved")).to_contain_text("kept on this device", timeout=SOON)
    await expect(sending).to_contain_text("Waiting for the network", timeout=SOON)
    assert await _text(ana) == BEFORE, "the premise: the rest did not come through"
    assert [file.state for file in await artifacts_of(ana.person, definition)] != ["ready"], "nor is there half a file"
    room.train.lag = 0
    await room.train.restore()
    await expect(page.locator("#saved")).to_contain_text(SAVED, timeout=LANDS)
    await expect(ready).to_contain_text(plan.name, timeout=LANDS)
    await expect(sending).to_have_count(0)
    assert await _text(ana) == BEFORE + AFTER
    assert await works.conflicts(ana.person, await works.work(ana.person, "EL-02", KEY)) == [], "not two texts of it"
    (file,) = await artifacts_of(ana.person, definition)
    assert (file.state, file.size) == ("ready", SIZE)
    assert file.sha256 == sha256(plan.read_bytes()).hexdigest(), "byte for byte what she has sent"


async def _see_oneself(ana: Someone) -> None:
    await ana.page.get_by_text("Where I see my work").click()
    await ana.page.locator("#assessment label[data-rating=meets]").first.click()
    await expect(ana.page.locator("#assessed")).to_contain_text(re.compile("Saved .*Only you see this"), timeout=SOON)


async def _ask(room: Room) -> None:
    """Two by name, with a form of feedback and a question; both hear of it where they are."""
    page = room.ana.page
    await room.ana.opens(f"/work/{room.cohort.cohort.code}/{KEY}/requests/new")
    await page.get_by_label("What is the one thing you want to know?").fill("Do the frames help?")
    await page.get_by_text("Praise, question, suggest").click()
    await page.get_by_text("People by name").click()
    await page.get_by_text("Choose people").click()
    for reader in (room.ben, room.cy):
        await page.get_by_label(reader.person.name).check()
    await page.get_by_label("Readers may also say whether").check()
    await seen_well(room.ana, "new-phone")
    await page.get_by_role("button", name="Ask for feedback").click()
    await room.ana.sees("#ledger", "Do the frames help?")
    await room.ana.is_live()
    await room.ben.sees("#asking", "Do the frames help?")
    await room.ben.sees("#asking", "you are asked by name")
    await expect(room.cy.page.get_by_role("link", name="Inbox, 1 unread")).to_be_visible(timeout=SOON)
    await seen_well(room.ben, "asking-laptop")


async def _read(room: Room) -> None:
    """Each reads and pins a warm note, a question and a suggestion; Ana sees each come."""
    ana, ben, cy = room.ana, room.ben, room.cy
    await ben.page.get_by_role("link", name="Artifact 1").click()
    await cy.page.get_by_role("link", name="Inbox, 1 unread").click()
    await cy.page.locator("li", has_text="asks you to read").get_by_role("link", name="Open").click()
    for reader in (ben, cy):
        offer = reader.page.get_by_role("button", name="Read and answer")
        await expect(offer).to_be_visible(timeout=SOON)
        await seen_well(reader, f"offer-{reader.person.called}")
        await offer.click()
    await ana.sees("#ledger", "is reading")
    await selects(ben, "last frame")
    await expect(ben.page.locator("#selected")).to_have_text("last frame", timeout=SOON)
    for reader in (ben, cy):
        who = reader.person.called
        await pins(reader, "Question", f"Why larger? asks {who}")
        await pins(reader, "Warm", f"This I can see, says {who}")
        await reader.sees("#missing", "cool")
        await pins(reader, "Cool", f"You might fade one, says {who}")
        await seen_well(reader, f"reading-{who}")
    await ben.page.locator("#sending label[data-rating=almost]").first.click()
    await ben.page.locator("#sending textarea").first.fill("a second voice")
    await ben.sees("#outlooks-kept", "Kept, only for you")
    for reader in (ben, cy):
        await reader.page.get_by_role("button", name="Send to Ana").click()
        await reader.sees("main", "Ana hears of it now")
        await reader.is_live()
        await ana.sees("#ledger", f"Why larger? asks {reader.person.called}")
    await expect(ana.page.locator("#ledger .feedback-note")).to_have_count(6)
    await ana.sees("#ledger .feedback-note .quoted", "last frame")
    await ana.sees("#ledger", "a second voice")
    await seen_well(ana, "ledger-phone")


async def _say_what_became_of_them(room: Room) -> None:
    """Used, adapted, not used, each with a reason; whoever gave it hears of it at once."""
    said = [
        (room.ben, "Why larger? asks Ben", "Used", "I say so in line two"),
        (room.ben, "You might fade one, says Ben", "Adapted", "I fade the last instead"),
        (room.cy, "You might fade one, says Cy", "Not used", "They need them all in May"),
    ]
    for giver, text, word, reason in said:
        note = room.ana.page.locator(".feedback-note", has_text=text)
        await note.get_by_label("Why, in a few words").fill(reason)
        await note.get_by_role("button", name=word, exact=True).click()
        given = giver.page.locator("#given .feedback-note", has_text=text)
        await expect(given).to_contain_text(re.compile(f"{word}.*{reason}", re.S), timeout=SOON)
        await room.ana.sees("#ledger", reason)


async def _text(one: Someone) -> str:
    return (await works.work(one.person, "EL-02", KEY)).text
