"""An organizer opens a cohort in a browser: few clicks, a few minutes, with and without scripts; then it is filled."""

import re
import time

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community.affiliates import actions as affiliates
from community.cohorts import queries
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_local
from tests.support.people import make_person

pytestmark = pytest.mark.browser
FIVE_MINUTES = 300  # seconds, for a person; a script that types at once needs far less
MOST_CLICKS, MOST_FIELDS = 3, 5


class Hand:
    """What an organizer does on a page, counted."""

    def __init__(self, page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    async def presses(self, role: str, name: str) -> None:
        self.clicks += 1
        await self.page.get_by_role(role, name=name, exact=True).first.click()

    async def fills(self, label: str, value: str) -> None:
        self.fields += 1
        await self.page.get_by_label(label).first.fill(value)

    async def chooses(self, label: str, words: str) -> None:
        self.fields += 1
        await self.page.get_by_label(label).first.select_option(label=words)


@pytest_asyncio.fixture
async def olga(database):
    person = await make_person("Olga Ruiz")
    await affiliates.give_desk(person, "organizer", await a_local())
    return person


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_an_organizer_opens_a_cohort_by_four_answers(browser, server, olga, scripts, record_property):
    definition = await a_definition("EL-02")
    sits = await someone(browser, olga, server.url, java_script_enabled=scripts)
    hand, began = Hand(sits.page), time.monotonic()
    await sits.opens("/cohorts")
    await hand.presses("link", "Open a cohort")
    await hand.chooses("Which micro-credential or stack?", definition.title)
    await hand.fills("First day", "2027-01-12")
    await hand.fills("Hour", "16:30")
    await hand.presses("radio", "Somebody else")
    await hand.fills("Their e-mail address", "gloria@example.org")
    if scripts:
        assert await axe(sits.page) == []
    await hand.presses("button", "Publish")
    await expect(sits.page.get_by_role("heading", level=1)).to_contain_text("Winter 2027", timeout=SOON)
    seconds = time.monotonic() - began
    told = f"{hand.clicks} clicks, {hand.fields} fields, {seconds:.1f} s"
    record_property("measured", f"An organizer opens a cohort: {told}")
    (card,) = await queries.organized(olga)
    assert (card.cohort.state, card.cohort.hours("en")) == ("open", "Tuesday, 4:30 PM to 5:30 PM, Pacific Time")
    assert card.cohort.spoken_code in await sits.page.locator("main").inner_text()
    assert hand.clicks <= MOST_CLICKS
    assert hand.fields <= MOST_FIELDS
    assert seconds < FIVE_MINUTES
    assert sits.problems == []
    await sits.page.context.close()


async def test_a_sentence_is_changed_and_a_wrong_one_says_so_where_it_stands(browser, server, olga):
    await a_definition("EL-02")
    sits = await someone(browser, olga, server.url, viewport={"width": 390, "height": 844})
    await sits.opens("/cohorts/new")
    await sits.page.locator("summary", has_text="16 seats").click()
    await sits.page.get_by_label("Seats").fill("8")
    await sits.page.locator("summary", has_text="on video").click()
    await sits.page.get_by_label("Address of the room on video").fill("https://meet")
    await sits.page.get_by_role("button", name="Publish").click()
    await sits.sees("#errors", "Address of the room on video")
    assert await sits.page.get_by_label("Seats").input_value() == "8", "what was typed is kept, and open to see"
    assert await axe(sits.page) == []
    assert await sits.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
    await sits.page.get_by_label("Address of the room on video").fill("https://meet.example/room")
    await sits.page.get_by_role("button", name="Publish").click()
    await sits.page.wait_for_url(re.compile(r"/cohorts/\d+"))
    (card,) = await queries.organized(olga)
    assert (card.cohort.capacity, card.cohort.link) == (8, "https://meet.example/room")
    await sits.page.context.close()
