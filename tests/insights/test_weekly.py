"""The week of an affiliate by mail: to who asked, on Monday at eight where they live, once (R65)."""

from datetime import datetime, timedelta

import pytest_asyncio

from community import app as roof
from community import db
from community.insights.weekly import actions, queries
from community.notifications import mailing
from community.notifications.choosing import actions as choosing
from community.notifications.choosing import queries as choices
from tests.notifications.test_notices import everybody_is_told
from tests.support.cohorts import Member, a_cohort
from tests.support.evidence import clock_at

MONDAY = datetime.fromisoformat("2027-03-01T00:00:00+00:00")
NAMES = ("Ana", "Ben", "Cem", "Dua", "Eli")


@pytest_asyncio.fixture
async def cohort(app):
    """A cohort of five whose organizer lives in Los Angeles, eight hours behind."""
    await db.run("delete from job")
    async with a_cohort(app, *NAMES) as made:
        await db.run("update person set time_zone = 'America/Los_Angeles' where id = :id", id=made.organizer.id)
        await db.run("update cohort set state = 'running'")
        made.above = Member(made.organizer, None, await made.browser(made.organizer))
        yield made


async def wants(cohort, wanted: str = "yes"):
    answer = await cohort.above.posts(f"/affiliates/{cohort.local.id}/insights/summary", wanted=wanted)
    assert answer.status_code == 303
    return answer


async def letters_at(cohort, hours: float) -> int:
    """How many have been made when the job has looked so many hours into that Monday, by UTC."""
    with clock_at((MONDAY + timedelta(hours=hours)).isoformat()):
        await actions.make_due({})
    return await db.value("select count(*) from summary where affiliate_id = :id", id=cohort.local.id)


async def test_it_is_made_once_on_monday_at_eight_where_its_reader_lives(cohort):
    await wants(cohort)
    await wants(cohort)
    assert [await letters_at(cohort, hours) for hours in (8, 15.9, 16, 16.3, 30)] == [0, 0, 1, 1, 1]
    assert await letters_at(cohort, 7 * 24 + 16) == 2, "and again a week later"


async def test_who_asks_on_a_monday_afternoon_hears_from_the_next_one_on(cohort):
    await wants(cohort)
    await db.run("update summary_wish set asked_at = :at", at=MONDAY + timedelta(hours=20))
    assert [await letters_at(cohort, hours) for hours in (21, 7 * 24 + 17)] == [0, 1]


async def test_a_worker_that_was_away_until_wednesday_makes_it_no_more(cohort):
    await wants(cohort)
    assert await letters_at(cohort, 3 * 24) == 0


async def test_who_wants_it_no_more_or_holds_the_desk_no_more_gets_none(cohort):
    assert await letters_at(cohort, 17) == 0, "nobody has asked"
    await wants(cohort)
    await db.run("update desk set ended_at = since where person_id = :id", id=cohort.organizer.id)
    assert await letters_at(cohort, 17) == 0
    await db.run("update desk set ended_at = null where person_id = :id", id=cohort.organizer.id)
    await wants(cohort, "no")
    assert await letters_at(cohort, 17) == 0


async def test_r65_the_letter_counts_without_names_and_leads_to_the_page(cohort):
    await wants(cohort)
    await letters_at(cohort, 17)
    await everybody_is_told()
    summary_id = await db.value("select id from summary where affiliate_id = :id", id=cohort.local.id)
    about = (await queries.summaries_by_id([summary_id]))[summary_id]
    assert (about.running, about.people_told, about.submitted_told, about.awarded_told) == (1, 5, 0, 0)
    notice = roof.merged("notices")[actions.KIND]
    found = await db.value("select id from notice where kind = :kind and subject_id = :id",
                           kind=actions.KIND, id=summary_id)  # fmt: skip
    unsent = await mailing.queries.unsent_by_id(found)
    (told,) = await mailing.telling.told([unsent.row])
    written = mailing.letter(cohort.organizer, told, notice)
    assert "People in running cohorts: 5" in written.text and f"/affiliates/{cohort.local.id}/insights" in written.text
    assert written.stop and not any(member.person.name in written.text for member in cohort.members.values())


async def test_who_stopped_it_by_the_letters_link_and_asks_again_has_it_again(cohort):
    await wants(cohort)
    await choosing.stop_mail(cohort.organizer.id, actions.KIND)
    await wants(cohort, "no")
    await wants(cohort)
    assert (await choices.choice(cohort.organizer)).ways[actions.KIND] == "mail"
    assert "No more of it" in (await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights")).text
