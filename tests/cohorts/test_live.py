"""What is seen live of the members is what a reload shows, for each kind of event and each audience (habit 16)."""

import re

import pytest

from community.cohorts import queries
from community.cohorts.seats import actions as seats
from tests.board.live import open_page, served, span_of
from tests.support.cohorts import Member, a_cohort
from tests.support.people import signed_in_client


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


def members_of(html: str) -> list[str]:
    """The lines of the list of members, in whatever order they stand; presence is no event."""
    begin, end = span_of(html, "members")
    lines = re.findall(r'<li class="beside".*?</li>', html[begin:end], re.S)
    return sorted(re.sub(r"\s+", " ", line.replace(' data-presence="here"', "")) for line in lines)


@pytest.mark.parametrize("who", ["Ana", "Gloria", "organizer"])
async def test_the_list_of_members_stays_as_a_reload_shows_it(app, address, who):
    async with a_cohort(app, "Ana", "Ben", "Cy") as cohort, signed_in_client(app, cohort.organizer) as desk:
        reader = Member(cohort.organizer, None, desk) if who == "organizer" else cohort.members[who]
        ben, cy = await cohort.seats("Ben", "Cy")
        async with open_page(address, reader, f"/cohorts/{cohort.id}/members") as page:
            before = members_of(page.html)
            di = await cohort.joins("Di")
            await seats.leave(ben.person, ben.seat, cohort.cohort)
            place = await queries.place(cohort.organizer, cohort.id)
            await seats.remove(place, await queries.member_at(place, cy.seat.id))
            await page.catches_up()
            seen = members_of(page.html)
            assert seen == members_of(await page.reloaded())
            assert seen != before
            assert any(di.person.name in line for line in seen)
            assert not any(gone.person.name in line for line in seen for gone in (ben, cy))
            addresses = [re.findall(r"mailto:", line) for line in seen]
            assert all(addresses) == (who != "Ana"), "a peer hears names only, also live"
