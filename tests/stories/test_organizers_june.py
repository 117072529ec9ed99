"""An organizer's June: what the cohorts of a year were worth, on one page for the executive board, and as a table."""

import csv
import io
import json
from datetime import timedelta

import pypdfium2
import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import clock, db
from community.awards import queries as awards
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.clicking import Counted
from tests.support.cohorts import a_cohort
from tests.support.feedback import definition_of
from tests.support.insights import follow, takes
from tests.support.servers import serve

pytestmark = pytest.mark.browser
NAMES = tuple(f"Member {letter}" for letter in "ABCDEF")
SENTENCE = "My students ask each other now, and not only me."


@pytest_asyncio.fixture
async def room(database, browser):
    """Six who sat here for forty days, five of whom earned; their organizer, and one of the five."""
    async with serve() as server, a_cohort(None, *NAMES) as cohort:
        definition = await definition_of(cohort)
        await db.run("update seat set joined_at = joined_at - interval '40 days'")
        await db.run("update cohort set ends_on = current_date")
        for name, result in zip(NAMES, (*["earned"] * 5, "not_yet"), strict=True):
            await takes((await cohort.seats(name)).person, definition, result)
        earner = (await cohort.seats(NAMES[0])).person
        sitting = [await someone(browser, one, server.url) for one in (cohort.organizer, earner)]
        yield cohort, await awards.holds(earner, definition.micro_credential_id), *sitting
        for one in sitting:
            assert one.problems == [], one.person.called
            await one.page.context.close()


async def printed(page, size: str) -> list[str]:
    """What stands on each sheet of paper."""
    await page.emulate_media(media="print")
    sheets = pypdfium2.PdfDocument(await page.pdf(format=size))
    return [" ".join(each.get_textpage().get_text_range().split()) for each in sheets]


async def test_what_a_cohort_was_worth_is_on_one_page(room, record_property):
    cohort, award, olga, ana = room
    await ana.opens(f"{award.address}/sentence")
    await ana.page.get_by_label("sentence", exact=False).first.fill(SENTENCE)
    await ana.page.locator("main form button[type=submit]").first.click()
    await expect(ana.page.locator("main")).to_contain_text(SENTENCE, timeout=SOON)
    await follow()

    way = Counted(olga)
    await olga.opens("/")
    await way.clicks_on(olga.page.get_by_role("link", name="The cohorts I organize"))
    await way.clicks_on(olga.page.get_by_role("link", name=cohort.cohort.name).first)
    await way.clicks_on(olga.page.get_by_role("link", name="How it is doing, in numbers"))
    await way.writes(olga.page.locator("[name=amount]"), "1,250.50")
    await way.writes(olga.page.locator("[name=spent_on]"), "Rooms and coffee")
    await way.clicks_on(olga.page.locator("form[action$='/cost'] button[type=submit]"))
    await expect(olga.page.locator("[name=amount]")).to_have_value("1,250.50", timeout=SOON)
    await olga.sees("#cost", "It is noted.")
    record_property("measured", way.told("An organizer notes what a cohort cost"))
    assert await axe(olga.page) == []
    on_paper = " ".join(await printed(olga.page, "A4"))
    for head in ("Week", "How often"):
        assert head in on_paper, "behind each chart its table, also on paper"
    assert "Note it" not in on_paper
    await olga.page.emulate_media(media="screen")

    way = Counted(olga)
    await olga.opens("/")
    await way.clicks_on(olga.page.get_by_role("link", name="My desks"))
    await way.clicks_on(olga.page.locator("#desks ~ * a, #desks a").first)
    await way.clicks_on(olga.page.get_by_role("link", name="Insights"))
    await expect(olga.page.locator("main")).to_contain_text("With a cohort", timeout=SOON)
    assert await axe(olga.page) == []
    now = clock.now()
    await way.clicks_on(olga.page.get_by_role("link", name="One page for the executive board"))
    await way.writes(olga.page.locator("#from"), f"{now - timedelta(days=90):%Y-%m}")
    await way.writes(olga.page.locator("#to"), f"{now:%Y-%m}")
    await way.clicks_on(olga.page.get_by_role("button", name="Show it"))
    sheet = olga.page.locator("article.sheet")
    for said in ("6", "people took part", "5", "badges earned", "$250.10", "cost of one badge", SENTENCE):
        await expect(sheet).to_contain_text(said, timeout=SOON)
    assert ana.person.name not in await sheet.inner_text(), "she did not say that her name may stand there"
    record_property("measured", way.told("An organizer's page for the executive board"))
    assert way.clicks <= 5
    assert await axe(olga.page) == []

    for size in ("A4", "Letter"):
        sheets = await printed(olga.page, size)
        assert len(sheets) == 1, (size, sheets)
        assert "What our cohorts were worth" in sheets[0] and "Show it" not in sheets[0]


async def test_the_same_numbers_go_along_as_a_table_and_as_data(room):
    cohort, _award, olga, _ana = room
    await follow()
    await olga.opens(f"/affiliates/{cohort.local.id}/insights")
    files = {}
    for name in ("CSV", "JSON"):
        async with olga.page.expect_download() as begun:
            await olga.page.get_by_role("link", name=name).click()
        files[name] = await (await begun.value).path()
    lines = list(csv.reader(io.StringIO(files["CSV"].read_text(encoding="utf-8-sig"))))
    assert len({len(line) for line in lines}) <= 2 and cohort.cohort.name in str(lines)
    assert cohort.cohort.name in json.dumps(json.loads(files["JSON"].read_text()), ensure_ascii=False)
