"""What a reader sees live of their place and of the attempt is what a reload shows (habit 16)."""

import re
from contextlib import asynccontextmanager

import pytest

from community import clock
from community.review.claims import actions as claiming
from community.review.judging import actions as judging
from community.review.rules import LEASE
from community.submissions.rules import Missing
from tests.board.live import open_page, served, span_of
from tests.support.people import signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, claims_it, own_claim, recommends


class Member:
    """A reviewer with a browser, as open_page wants one."""

    def __init__(self, person, client) -> None:
        self.person, self.client = person, client

    async def opens(self, path):
        return await self.client.get(path)


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


@asynccontextmanager
async def opened(app, address, person, submission):
    """The attempt's page in this reader's browser, kept up to date."""
    async with (
        signed_in_client(app, person) as client,
        open_page(address, Member(person, client), f"/reviews/{submission.number}") as page,
    ):
        yield page


def words_of(html: str, id: str) -> str:
    """What the element with this id says."""
    found = span_of(html, id)
    assert found, f"{id} is not on the page"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[found[0] : found[1]])).strip()


async def test_that_a_claim_ran_out_is_shown_on_the_open_page(app, vera, definition, address):
    rita, submission = await a_reviewer(vera.desk, definition), await an_attempt(definition)
    claim = await claims_it(rita, submission)
    async with opened(app, address, rita, submission) as page:
        assert "Yours until" in words_of(page.html, f"claim-{claim.id}"), "the premise"
        clock.move(LEASE)
        try:
            await claiming.expire({})
            await page.catches_up()
        finally:
            clock.move(-LEASE)
        assert "No longer yours" in words_of(page.html, f"claim-{claim.id}")
        assert "Your text is kept for you" in words_of(page.html, f"claim-{claim.id}")
        assert f'action="/reviews/{submission.number}/claims"' in await page.reloaded(), "it is offered anew"


async def test_what_a_reader_does_on_another_page_is_shown_on_the_open_one(app, vera, definition, address):
    rita, submission = await a_reviewer(vera.desk, definition), await an_attempt(definition)
    claim = await claims_it(rita, submission)
    async with opened(app, address, rita, submission) as page:
        await claiming.give_back(rita, claim)
        await page.catches_up()
        assert "You gave it back." in words_of(page.html, f"claim-{claim.id}")
        assert f'action="/reviews/{submission.number}/claims"' in await page.reloaded(), "it is offered anew"


async def test_what_another_reader_does_is_shown_as_a_reload_shows_it(app, vera, definition, address):
    rita, otto = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    submission = await an_attempt(definition)
    first = await claims_it(otto, submission)
    await claims_it(rita, submission)
    news = f"review-news-{submission.id}"
    async with opened(app, address, rita, submission) as page:
        before = words_of(page.html, news)
        await judging.check(otto, first, [])
        await page.catches_up()
        assert words_of(page.html, news) == words_of(await page.reloaded(), news) != before
        await judging.send(otto, first, all_at(definition), "")
        await page.catches_up()
        assert words_of(page.html, news) == words_of(await page.reloaded(), news)


async def test_a_decision_is_shown_on_the_page_of_who_has_sent(app, vera, definition, address):
    rita, otto = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    submission = await an_attempt(definition)
    await recommends(rita, submission, all_at(definition))
    news = f"review-news-{submission.id}"
    async with opened(app, address, rita, submission) as page:
        await recommends(otto, submission, all_at(definition))
        await page.catches_up()
        assert "It is decided." in words_of(page.html, news)
        assert words_of(page.html, news) == words_of(await page.reloaded(), news)


async def test_an_incomplete_one_is_told_to_who_reads_it_too(app, vera, definition, address):
    rita, otto = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    submission = await an_attempt(definition)
    first = await claims_it(otto, submission)
    await claims_it(rita, submission)
    async with opened(app, address, rita, submission) as page:
        await judging.check(otto, first, [Missing("talk_plan", "It is empty.")])
        await page.catches_up()
        assert "It went back as incomplete." in words_of(page.html, f"review-news-{submission.id}")
    assert (await own_claim(rita, submission)).ending == "settled"
