"""What is seen live of the lists is what a reload shows (habit 16); peers hear nothing of them."""

import re

import pytest

from community.checklists import queries
from tests.board.live import open_page, served, span_of
from tests.checklists.test_checklists import ticks
from tests.meetings.test_live import marks_of
from tests.support.cohorts import Member, a_cohort
from tests.support.people import signed_in_client


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


def lists_of(html: str) -> str:
    begin, end = span_of(html, "checklists")
    return re.sub(r">\s+|\s+<", lambda gap: gap[0].strip(), html[begin:end])


@pytest.mark.parametrize("who", ["Gloria", "organizer"])
async def test_a_tick_stays_as_a_reload_shows_it(app, address, who):
    async with a_cohort(app, "Ana") as cohort, signed_in_client(app, cohort.organizer) as desk:
        reader = Member(cohort.organizer, None, desk) if who == "organizer" else cohort.facilitator
        await ticks(cohort.facilitator, cohort, "reps")
        async with open_page(address, reader, f"/cohorts/{cohort.id}/checklist", marks_of) as page:
            before = lists_of(page.html)
            await ticks(cohort.facilitator, cohort, "read_it_all")
            await ticks(cohort.facilitator, cohort, "reps", "no")
            await page.catches_up()
            assert lists_of(page.html) == lists_of(await page.reloaded()) != before


async def test_only_who_leads_may_follow(app):
    async with a_cohort(app, "Ana") as cohort:
        people = (cohort.members["Ana"].person, cohort.facilitator.person, cohort.organizer)
        heard = await queries.audiences_by_id({(person.id, cohort.id) for person in people})
        assert heard == {(person.id, cohort.id): "leader" for person in people[1:]}
