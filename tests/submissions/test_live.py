"""Where an attempt stands is seen live as a reload shows it (habit 16)."""

import re

import pytest

from community.submissions import actions
from tests.board.live import open_page, served, span_of
from tests.support.attempts import earns, falls_short, has_submitted, makes_all, opens_a_window
from tests.support.cases import later
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


async def is_taken_back(ana, submission):
    await actions.take_back(ana.person, submission)


async def is_withdrawn(ana, submission):
    with later(hours=2):
        await actions.withdraw(ana.person, submission)


async def is_not_yet(ana, submission):
    await falls_short(submission, await a_definition(), "talk_plan")


async def is_earned(ana, submission):
    await earns(submission, await a_definition())


STANDS = {
    is_taken_back: "You took it back:", is_withdrawn: "You withdrew it:", is_not_yet: "Not Yet:", is_earned: "Earned:",
}


def standing(html: str, submission) -> str:
    begin, end = span_of(html, f"standing-{submission.number}")
    return re.sub(r"\s+", " ", html[begin:end])


async def test_where_an_attempt_stands_is_seen_live_as_a_reload_shows_it(app, address):
    for deed, words in STANDS.items():
        async with a_cohort(app, "Ana") as cohort:
            ana, definition = await cohort.seats("Ana"), await a_definition()
            await makes_all(ana.person, definition)
            await opens_a_window(ana.person, definition)
            submission = await has_submitted(ana.person)
            async with open_page(address, ana, submission.address) as page:
                assert "A result is expected by" in standing(page.html, submission)
                await deed(ana, submission)
                await page.catches_up()
                assert words in standing(page.html, submission) == standing(await page.reloaded(), submission)
