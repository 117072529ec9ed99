"""What is seen live of meetings is what a reload shows, for each deed and each audience (habit 16)."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from community.meetings.reminding import actions as reminding
from tests.board.live import open_page, served, span_of
from tests.support.cohorts import Member, a_cohort
from tests.support.evidence import clock_at
from tests.support.meetings import cancels, in_days, meets, moves
from tests.support.people import signed_in_client


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


def marks_of(html: str) -> list[str]:
    """All that the page follows, its parts' too."""
    return [mark for part in re.findall(r" data-topics='([^']*)'", html) for mark in json.loads(unescape(part))]


def shown(html: str) -> dict[str, str]:
    """What of a page tells of meetings."""
    ids = ["meetings-list", *re.findall(r'id="(next-meeting-\d+)"', html)]
    spans = {id: span_of(html, id) for id in ids}
    gaps = re.compile(r">\s+|\s+<")
    return {id: gaps.sub(lambda gap: gap[0].strip(), html[slice(*span)]) for id, span in spans.items() if span}


async def one_is_added(cohort, meeting):
    await meets(cohort.facilitator, "Rehearsal", 2, link="https://video.example/two")


async def one_is_moved_behind_another(cohort, meeting):
    await moves(cohort.facilitator, meeting, in_days(20))


async def one_is_renamed(cohort, meeting):
    await moves(cohort.facilitator, meeting, in_days(5), title="Another name")


async def one_is_cancelled(cohort, meeting):
    await cancels(cohort.facilitator, meeting)


DEEDS = (one_is_added, one_is_moved_behind_another, one_is_renamed, one_is_cancelled)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["Ana", "Gloria", "organizer"])
async def test_the_list_stays_as_a_reload_shows_it(app, address, who, deed):
    async with a_cohort(app, "Ana") as cohort, signed_in_client(app, cohort.organizer) as desk:
        reader = Member(cohort.organizer, None, desk) if who == "organizer" else cohort.members[who]
        meeting = await meets(cohort.facilitator, "Swap", 5)
        await meets(cohort.facilitator, "Later", 12)
        async with open_page(address, reader, f"/cohorts/{cohort.id}/meetings", marks_of) as page:
            before = shown(page.html)
            await deed(cohort, meeting)
            await page.catches_up()
            assert shown(page.html) == shown(await page.reloaded())
            assert shown(page.html) != before
            assert ("/editor" in page.html) == (who != "Ana")


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["Ana", "Gloria"])
async def test_the_next_one_on_the_board_stays_as_a_reload_shows_it(app, address, who, deed):
    async with a_cohort(app, "Ana") as cohort:
        meeting = await meets(cohort.facilitator, "Swap", 5)
        await meets(cohort.facilitator, "Later", 12)
        async with open_page(address, cohort.members[who], f"/cohorts/{cohort.id}/board", marks_of) as page:
            before = shown(page.html)
            assert list(before) == [f"next-meeting-{cohort.id}"]
            await deed(cohort, meeting)
            await page.catches_up()
            assert shown(page.html) == shown(await page.reloaded()) != before


async def test_what_one_says_and_was_marked_is_shown_to_oneself_and_who_leads_and_to_nobody_else(app, address):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben, gloria = cohort.members["Ana"], cohort.members["Ben"], cohort.facilitator
        begin, swap = await meets(gloria, "Begin", -1), await meets(gloria, "Swap", 5)
        listed = f"/cohorts/{cohort.id}/meetings"
        async with (
            open_page(address, ana, listed, marks_of) as own,
            open_page(address, ben, listed, marks_of) as other,
            open_page(address, gloria, listed, marks_of) as leads,
            open_page(address, gloria, begin.address, marks_of) as begun,
            open_page(address, gloria, swap.address, marks_of) as coming,
        ):
            pages = (own, other, leads, begun, coming)
            before = [page.html for page in pages]
            await gloria.posts(f"{begin.address}/attendance/{ana.seat.id}", mark="late")
            await ana.posts(f"{swap.address}/rsvp", answer="comes")
            for page in pages:
                await page.catches_up()
                fresh = await page.reloaded()
                for id in ids_of(fresh):
                    assert squeezed(page.html, id) == squeezed(fresh, id), (page.path, id)
            assert "You said that you come." in own.html and "You came later" in own.html
            assert other.html == before[1], "nobody else sees anything"
            assert "1 comes" in leads.html and "1 comes" in coming.html and 'aria-pressed="true"' in begun.html
            await moves(gloria, swap, in_days(9))
            for page in (own, coming):
                await page.catches_up()
                fresh = await page.reloaded()
                for id in ids_of(fresh):
                    assert squeezed(page.html, id) == squeezed(fresh, id), (page.path, id)
            assert "Please say again" in own.html
            assert squeezed(own.html, "own-answers") == squeezed(await own.reloaded(), "own-answers")


async def test_how_its_reminder_stands_is_seen_live_by_who_leads_as_a_reload_shows_it(app, address):
    async with a_cohort(app, "Ana") as cohort:
        gloria, meeting = cohort.facilitator, await meets(cohort.facilitator, "Swap", 5)
        id = f"reminder-{meeting.id}"
        async with open_page(address, gloria, meeting.address, marks_of) as page:
            before = squeezed(page.html, id)
            await gloria.posts(f"{meeting.address}/reminder", version="0", goes_out="yes", text="Bring cake.")
            await page.catches_up()
            assert squeezed(page.html, id) == squeezed(await page.reloaded(), id) != before
            assert "Bring cake." in page.html
            with clock_at((meeting.starts_at - timedelta(hours=47)).isoformat()):
                await reminding.remind({})
                await page.catches_up()
                assert "It went out" in squeezed(page.html, id) == squeezed(await page.reloaded(), id)


def ids_of(html: str) -> list[str]:
    return re.findall(r'id="(coming-\d+|guest-\d+-\d+|own-answers)"', html)


def squeezed(html: str, id: str) -> str:
    span = span_of(html, id)
    return re.sub(r">\s+|\s+<", lambda gap: gap[0].strip(), html[slice(*span)]) if span else ""
