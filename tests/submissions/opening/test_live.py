"""An earner's page says live who looks at what she opened; a reader's page loses it as soon as it ends (R64)."""

import re

import pytest

from community.submissions.opening import actions
from tests.board.live import open_page, served, span_of
from tests.support.cohorts import a_cohort
from tests.support.opened import comes_back, newest, opens_it


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


def words_of(html: str, id: str) -> str:
    begin, end = span_of(html, id)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[begin:end])).strip()


async def test_who_looks_what_they_write_and_its_end_are_shown_as_a_reload_shows_them(app, address):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        submission = await comes_back(ana)
        await opens_it(ana, submission, ben)
        opened = await newest(ana, submission)
        part = f"opened-{opened.id}"
        async with open_page(address, ana, f"{submission.address}/result") as page:
            await ben.opens(opened.address)
            await page.catches_up()
            assert ben.person.name in words_of(page.html, part).split("until")[1]
            assert words_of(page.html, part) == words_of(await page.reloaded(), part)
            await actions.write(ben.person, opened, "Try two students.")
            await page.catches_up()
            assert "Try two students." in words_of(page.html, part) == words_of(await page.reloaded(), part)
            await actions.end(ana.person, opened)
            await page.catches_up()
            assert "You ended it:" in words_of(page.html, part) == words_of(await page.reloaded(), part)


async def test_r64_a_reader_hears_that_it_ended_and_nothing_of_others(app, address):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        submission = await comes_back(ana)
        await opens_it(ana, submission, ben, cohort.facilitator)
        opened = await newest(ana, submission)
        async with open_page(address, ben, opened.address) as page:
            assert f'data-topic="{opened.topic}"' in page.html, "what opened.js takes away"
            await cohort.facilitator.opens(opened.address)
            await actions.write(cohort.facilitator.person, opened, "Between us.")
            await page.catches_up()
            assert page.socket.named("show") == [], "who else looks, and what they write, is for its earner"
            await actions.end(ana.person, opened)
            await page.socket.until(lambda: page.socket.named("gone"))
            (gone,) = page.socket.named("gone")
            assert gone["topic"] == opened.topic and gone["why"] == "result.closed"
        assert (await ben.opens(opened.address)).status_code == 404
