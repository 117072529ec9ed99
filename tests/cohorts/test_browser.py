"""A cohort's page in a browser: its parts come, one that cannot harms no other, and seats change live."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from community import db
from community.cohorts import queries
from community.cohorts.seats import actions as seats
from tests.support.browsers import axe
from tests.support.browsing import SOON, someone
from tests.support.cohorts import a_cohort

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def cohort(database):
    async with a_cohort(None, "Ana", "Ben") as made:
        yield made


@pytest_asyncio.fixture(params=[(1440, "light"), (390, "dark")], ids=["wide", "phone"])
async def ana(request, browser, cohort, server):
    width, scheme = request.param
    person = (await cohort.seats("Ana")).person
    ana = await someone(browser, person, server.url, viewport={"width": width, "height": 844}, color_scheme=scheme)
    yield ana
    assert ana.problems == []
    await ana.page.context.close()


async def test_board_discussion_and_members_stand_on_one_page(ana, cohort):
    await ana.opens(f"/cohorts/{cohort.id}")
    await ana.sees("#board", "Ben")
    await expect(ana.page.locator("#discussion .scroller")).to_be_attached(timeout=SOON)
    await ana.sees("#roster", "Gloria Santos")
    await ana.is_live()
    await expect(ana.page).to_have_title(f"{cohort.cohort.name} · Roundtable")
    assert await ana.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
    assert await axe(ana.page) == []


async def test_a_part_that_cannot_come_says_so_and_the_rest_stays(ana, cohort):
    await ana.page.route("**/board?part=1", lambda route: route.fulfill(status=500, body="broken"))
    await ana.opens(f"/cohorts/{cohort.id}")
    await expect(ana.page.locator("#discussion .scroller")).to_be_attached(timeout=SOON)
    await ana.sees("#board", "If it stays away, open it on its own page")
    await ana.page.unroute("**/board?part=1")
    await ana.page.get_by_role("link", name="Open the board").click()
    await ana.sees("#board", "Ben")
    ana.problems = [one for one in ana.problems if "500" not in one]


async def test_who_takes_a_seat_and_who_goes_is_seen_at_once(ana, cohort):
    await ana.opens(f"/cohorts/{cohort.id}/members")
    await ana.is_live()
    new = await cohort.joins("Di Newcomer", called="Di")
    await ana.sees(f"#member-{new.seat.id}", "Di Newcomer")
    await seats.leave(new.person, new.seat, cohort.cohort)
    await expect(ana.page.locator(f"#member-{new.seat.id}")).to_have_count(0, timeout=SOON)


async def test_who_is_removed_hears_it_at_once_with_a_link(browser, server):
    async with a_cohort(None, "Cy") as cohort:
        member = await cohort.seats("Cy")
        cy = await someone(browser, member.person, server.url)
        await cy.opens(f"/cohorts/{cohort.id}/members")
        await cy.is_live()
        place = await queries.place(cohort.facilitator.person, cohort.id)
        await seats.remove(place, await queries.member_at(place, member.seat.id))
        await cy.sees("#notices", "You are no longer in this cohort")
        await cy.page.locator("#notices a").first.click()
        await cy.sees("main", f"You were removed from “{cohort.cohort.name}”")
        await cy.page.context.close()


async def test_an_address_breaks_behind_its_at_sign_or_a_dot_never_within_a_word(browser, cohort, server):
    address = "anastasia.featherstonehaugh@schools.cedar-falls-district.example.org"
    person = (await cohort.seats("Ana")).person
    await db.run("update email set address = :address where person_id = :id", address=address, id=person.id)
    guide = await someone(browser, cohort.facilitator.person, server.url, viewport={"width": 390, "height": 844})
    await guide.opens(f"/cohorts/{cohort.id}/members")
    link = guide.page.locator(f'a[href="mailto:{address}"]')
    assert await link.inner_text() == address, "what is read and copied is the address itself"
    lines_of_each_piece = await link.evaluate("""link => [...link.childNodes].filter(one => one.data).map(one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return range.getClientRects().length;
    })""")
    assert lines_of_each_piece == [1] * 6
    assert await link.evaluate("link => link.getClientRects().length") > 1, "the premise: it is too long for one line"
    await guide.page.context.close()
