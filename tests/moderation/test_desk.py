"""What is reported of a cohort's only facilitator goes to the desk above; never to who wrote it."""

import pytest_asyncio

from community import clock, db
from community.affiliates import actions as desks
from community.affiliates import queries as affiliates
from community.moderation import actions, queries
from community.moderation.rules import Outcome
from tests.board.live import open_page, served
from tests.support.cohorts import Member, a_cohort
from tests.support.discussion import says
from tests.support.people import make_person

SENTENCE = "We wait for each other here."


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    """Gloria alone facilitates, and has written what Ana reports."""
    async with a_cohort(app, "Ana", "Ben") as made:
        made.hasty = await says(made.facilitator, "Hurry up, you there")
        made.desk_page = f"/affiliates/{made.local.id}/reports"
        yield made


async def reports(cohort, member="Ana"):
    answer = await cohort.members[member].posts(f"{cohort.hasty.address}/report", reason="unkind", words="To all of us")
    assert answer.status_code == 303
    return await the_report(cohort)


async def the_report(cohort):
    return await reported_of(cohort.hasty)


async def reported_of(message):
    ids = [row["id"] for row in await reported(message)]
    return (await queries.reports_by_id(ids))[ids[0]]


async def reported(message):
    return await db.many(dict, "select id from report where message_id = :id order by id limit 9", id=message.id)


async def comes(cohort, person) -> Member:
    return Member(person, None, await cohort.browser(person))


async def test_f135_what_is_reported_of_the_only_facilitator_is_settled_at_the_desk(cohort):
    form = (await cohort.members["Ana"].opens(f"{cohort.hasty.address}/report")).text
    assert "goes to the organizers of the affiliate" in form
    found = await reports(cohort)
    assert found.is_for_desk and found.desk.startswith(cohort.desk_page)
    assert "waits for an organizer" in (await cohort.members["Ana"].opens(f"{cohort.hasty.address}/report")).text
    organizer = await comes(cohort, cohort.organizer)
    page = (await organizer.opens(cohort.desk_page)).text
    assert "Hurry up" in page and "To all of us" in page and cohort.cohort.name in page
    wrong = await organizer.posts(f"{cohort.desk_page}/{found.id}/settlement", outcome="hidden", sentence=" ")
    assert wrong.status_code == 422 and f'id="sentence-{found.id}-error"' in wrong.text
    hidden = await organizer.posts(f"{cohort.desk_page}/{found.id}/settlement", outcome="hidden", sentence=SENTENCE)
    assert hidden.status_code == 303
    page = (await cohort.members["Ben"].opens(f"/cohorts/{cohort.id}/channels/general")).text
    assert SENTENCE in page and "Hurry up" not in page
    told = (await cohort.facilitator.opens(f"{cohort.hasty.address}/hiding")).text
    assert SENTENCE in told and "Ask the desk of the affiliate" in told
    assert (await organizer.opens(f"/cohorts/{cohort.id}/channels/general")).status_code == 404, "no seat, no talk"


async def test_once_another_facilitates_it_is_theirs(cohort):
    found = await reports(cohort)
    organizer, ben = await comes(cohort, cohort.organizer), await cohort.seats("Ben")
    await db.run("update seat set role = 'facilitator' where id = :id", id=ben.seat.id)
    assert "Hurry up" not in (await organizer.opens(cohort.desk_page)).text
    late = await organizer.posts(f"{cohort.desk_page}/{found.id}/settlement", outcome="stands", sentence=SENTENCE)
    assert late.status_code == 404
    assert "Hurry up" in (await ben.opens(f"/cohorts/{cohort.id}/reports")).text
    assert (await queries.settlers_by_id([found.id]))[found.id] == [ben.person.id]


async def test_an_organizer_who_is_reported_is_passed_over_and_the_desk_above_hears(cohort):
    """Gloria holds the desk of her local too: then the state's organizer settles it."""
    above = await make_person("Stella Marsh")
    parent = "select above.slug from affiliate join affiliate as above on above.id = affiliate.parent_id"
    state = await affiliates.public_affiliate(await db.value(f"{parent} where affiliate.id = :id", id=cohort.local.id))
    await desks.give_desk(above, "organizer", state)
    await desks.give_desk(cohort.facilitator.person, "organizer", cohort.local)
    assert await affiliates.end_desk(cohort.organizer, cohort.desk.id, clock.now())
    found = await reports(cohort)
    assert await queries.settlers_by_id([found.id]) == {found.id: [above.id]}
    page = (await cohort.facilitator.opens(cohort.desk_page)).text
    assert "Hurry up" not in page and "To all of us" not in page
    mine = await cohort.facilitator.posts(
        f"{cohort.desk_page}/{found.id}/settlement", outcome="stands", sentence=SENTENCE
    )
    assert mine.status_code == 404
    desk = await affiliates.desk(above, cohort.local.id)
    assert [one.id for one in await queries.reports_at(desk)] == [found.id]


async def test_who_looks_at_a_list_hears_that_it_has_changed(cohort, address):
    organizer, ana, leads = await comes(cohort, cohort.organizer), cohort.members["Ana"], cohort.facilitator
    async with open_page(address, organizer, cohort.desk_page) as page:
        before = dict(page.socket.seen)
        found = await reports(cohort)
        await page.catches_up()
        assert page.socket.seen != before, "then the list asks for itself anew"
    part = (await organizer.opens(f"{cohort.desk_page}?part=1")).text
    assert "Hurry up" in part and "<h1" not in part and f'data-keep="report {found.id} settlement"' in part
    unkind = await says(cohort.members["Ben"], "Whoever says so is a fool")
    async with open_page(address, leads, f"/cohorts/{cohort.id}/reports") as page:
        before = dict(page.socket.seen)
        await ana.posts(f"{unkind.address}/report", reason="unkind", words="")
        await page.catches_up()
        assert page.socket.seen != before
        await actions.settle(leads.seat, await reported_of(unkind), Outcome.HIDDEN, SENTENCE)
        await page.catches_up()
        assert "is a fool" in await page.reloaded() and "Show it again" in await page.reloaded()
        await actions.restore(leads.seat, await reported_of(unkind), "It may stand.")
        await page.catches_up()
    assert "is a fool" in (await leads.opens(f"/cohorts/{cohort.id}/reports?part=1")).text


async def test_at_the_desk_too_it_is_settled_once_and_shown_again(cohort):
    found = await reports(cohort)
    await actions.settle_at(cohort.desk, found, Outcome.HIDDEN, SENTENCE)
    organizer = await comes(cohort, cohort.organizer)
    again = await organizer.posts(f"{cohort.desk_page}/{found.id}/settlement", outcome="stands", sentence=SENTENCE)
    assert again.status_code == 409 and "settled this a moment ago" in again.text
    back = await organizer.posts(f"{cohort.desk_page}/{found.id}/restoring", sentence="It was meant for a friend.")
    assert back.status_code == 303
    assert "Hurry up" in (await cohort.members["Ben"].opens(f"/cohorts/{cohort.id}/channels/general")).text
    assert (await the_report(cohort)).restored_why == "It was meant for a friend."
