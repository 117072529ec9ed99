"""The bell and the inbox: what is seen live is what a reload shows (habit 16); nobody hears another's."""

import json
import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
import pytest_asyncio

from community import clock
from community.notifications.announcing import actions as announcing
from tests.board.live import open_page, served, span_of
from tests.notifications.test_notices import everybody_is_told, is_removed, newest
from tests.support.cohorts import a_cohort
from tests.support.discussion import says


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        ana, ben = await made.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} before the page was opened")
        await everybody_is_told()
        yield made


def marks_of(html: str) -> list[str]:
    """All that the page follows, its parts' too."""
    return [mark for part in re.findall(r" data-topics='([^']*)'", html) for mark in json.loads(unescape(part))]


def changing(html: str) -> dict[str, str]:
    """What of the page changes by itself."""
    spans = {name: span_of(html, name) for name in ("bell", "inbox-newest")}
    return {name: " ".join(html[slice(*span)].split()) for name, span in spans.items() if span}


async def a_mention(cohort):
    await says(cohort.members["Ana"], f"@{cohort.members['Ben'].person.name} look")


async def a_removal(cohort):
    await is_removed(cohort, "Ben")


async def one_is_opened(cohort):
    ben = cohort.members["Ben"]
    await ben.posts(f"/inbox/{await newest(ben.person)}/opening")


async def all_are_read(cohort):
    await cohort.members["Ben"].posts("/inbox/read-marker")


@pytest.mark.parametrize("path", ["/inbox", "/cohorts/{id}/channels/general"])
@pytest.mark.parametrize("deed", [a_mention, a_removal, one_is_opened, all_are_read])
async def test_what_is_seen_live_is_what_a_reload_shows(cohort, address, deed, path):
    ben, path = cohort.members["Ben"], path.format(id=cohort.id)
    async with open_page(address, ben, path, marks_of) as page:
        before = changing(page.html)
        for topic in [one for one in page.socket.seen if not one.startswith(("person:", "inbox:"))]:
            del page.socket.seen[topic]  # what he is removed from says no more
        await deed(cohort)
        await everybody_is_told()
        await page.catches_up()
        assert changing(page.html) != before, "the premise: it shows"
        elsewhere = path if deed is not a_removal else "/inbox"
        again = changing(await page.reloaded() if elsewhere == path else (await ben.opens(elsewhere)).text)
        assert {name: html for name, html in changing(page.html).items() if name in again} == {
            name: html for name, html in again.items() if name in before
        }


async def test_what_is_announced_to_everybody_is_seen_live_as_a_reload_shows_it(cohort, address):
    ben, desk = cohort.members["Ben"], SimpleNamespace(person_id=cohort.organizer.id)
    async with open_page(address, ben, "/inbox", marks_of) as page:
        note = await announcing.announce(desk, "news", "The house is new.", None, clock.now() + timedelta(days=1))
        await page.catches_up()
        assert span_of(page.html, f"announcement-{note}") and notes(page.html) == notes(await page.reloaded())
        await announcing.end(desk, note)
        await page.catches_up()
        assert span_of(page.html, f"announcement-{note}") is None and notes(page.html) == notes(await page.reloaded())


def notes(html: str) -> str:
    """What is announced on this page."""
    return re.sub(r"\s+", "", html[slice(*span_of(html, "notes"))])


async def test_nobody_hears_of_anothers_notices(cohort, address):
    ana = cohort.members["Ana"]
    async with open_page(address, ana, "/inbox", marks_of) as page:
        await a_mention(cohort)
        await everybody_is_told()
        await page.catches_up()
        assert page.socket.named("show") == []
        assert set(page.socket.seen) == {f"inbox:{ana.person.id}", f"person:{ana.person.id}", "news:1"}
