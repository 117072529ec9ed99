"""R19: a reminder goes out 48 hours before a meeting, not before the one in front of it has ended, and once."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import pytest_asyncio

from community import clock, db, words
from community.errors import Conflict
from community.meetings import actions as planning
from community.meetings import queries
from community.meetings.coming import links
from community.meetings.reminding import actions, rules
from community.meetings.reminding import queries as reminders
from tests.meetings.test_coming import path, says
from tests.meetings.test_told import the_news_is_told
from tests.notifications.test_mailing import mails_to, work_is_done
from tests.notifications.test_notices import heard
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.failing import persistent
from tests.support.meetings import cancels, moves, place_of, wanted
from tests.support.people import nobody_sleeps

BEGUN = "2027-03-08T12:00:00+00:00"  # a Monday; in Los Angeles clocks go forward on Sunday the 14th
MONDAY = datetime.fromisoformat("2027-03-15T16:30")


@pytest_asyncio.fixture
async def cohort(app):
    with clock_at(BEGUN):
        async with a_cohort(app, "Ana", "Ben") as made:
            await nobody_sleeps()
            yield made


async def meeting_at(cohort, local: datetime, title: str = "Swap", **fields):
    place = await place_of(cohort.facilitator)
    await planning.add(place, wanted(title, local, **fields))
    newest = await db.value("select max(id) from meeting where cohort_id = :id", id=cohort.id)
    return await queries.meeting(place, newest)


async def at(instant: datetime) -> list[str]:
    """What goes out when the job looks at this instant: the titles."""
    with clock_at(instant.isoformat()):
        before = await db.value("select coalesce(max(id), 0) from reminder")
        await actions.remind({})
        rows = await db.many(
            dict,
            "select meeting.title from reminder join meeting on meeting.id = reminder.meeting_id "
            "where reminder.id > :id order by reminder.id limit 50",
            id=before,
        )
        return [row["title"] for row in rows]


async def test_r19_it_goes_out_48_hours_before_across_a_change_of_clocks(cohort):
    meeting = await meeting_at(cohort, MONDAY)
    assert meeting.starts_at == datetime(2027, 3, 15, 23, 30, tzinfo=UTC), "the premise: in summer time"
    due = meeting.starts_at - timedelta(hours=48)
    assert due == datetime(2027, 3, 13, 23, 30, tzinfo=UTC), "half past three on Saturday, by the clocks of winter"
    assert await at(due - timedelta(seconds=1)) == []
    assert await at(due) == ["Swap"]
    assert await at(due + timedelta(hours=1)) == [], "once"


async def test_r19_not_before_the_meeting_in_front_of_it_has_ended(cohort):
    first = await meeting_at(cohort, MONDAY - timedelta(days=1), "First", minutes=90)
    second = await meeting_at(cohort, MONDAY, "Second")
    assert await at(second.starts_at - timedelta(hours=48)) == ["First"]
    assert await at(first.ends_at - timedelta(seconds=1)) == []
    assert await at(first.ends_at) == ["Second"]


async def test_r19_one_that_is_cancelled_is_neither_reminded_of_nor_waited_for(cohort):
    first = await meeting_at(cohort, MONDAY - timedelta(days=1), "First")
    second = await meeting_at(cohort, MONDAY, "Second")
    await cancels(cohort.facilitator, first)
    assert await at(second.starts_at - timedelta(hours=48)) == ["Second"]


async def test_r19_one_that_is_moved_is_reminded_of_anew_at_its_new_time(cohort):
    meeting = await meeting_at(cohort, MONDAY)
    due = meeting.starts_at - timedelta(hours=48)
    assert await at(due) == ["Swap"]
    with clock_at((due + timedelta(hours=1)).isoformat()):
        moved = await moves(cohort.facilitator, meeting, MONDAY + timedelta(days=7))
    assert await at(due + timedelta(hours=2)) == []
    assert await at(moved.starts_at - timedelta(hours=48)) == ["Swap"]


async def test_r19_who_just_heard_of_a_move_is_not_reminded_too(cohort):
    meeting = await meeting_at(cohort, MONDAY + timedelta(days=7))
    with clock_at((meeting.starts_at - timedelta(days=8)).isoformat()):
        moved = await moves(cohort.facilitator, meeting, MONDAY)
        assert moved.starts_at - clock.now() < rules.BEFORE, "the premise: the move says it"
    assert await at(moved.starts_at - timedelta(hours=20)) == []


async def test_r19_however_many_workers_look_at_once_it_goes_out_once(cohort):
    meeting = await meeting_at(cohort, MONDAY)
    with clock_at((meeting.starts_at - timedelta(hours=40)).isoformat()):
        await asyncio.gather(*(persistent(lambda: actions.remind({})) for _ in range(20)))
        await the_news_is_told()
        assert (await heard(cohort.members["Ana"].person)).count("meeting.reminded") == 1
    assert await db.value("select count(*) from reminder where meeting_id = :id", id=meeting.id) == 1


async def test_r19_of_twenty_who_write_its_words_at_once_one_is_first_and_the_others_read_so(cohort):
    meeting, place = await meeting_at(cohort, MONDAY), await place_of(cohort.facilitator)
    was = await reminders.words(place, meeting.id)

    async def writes(number: int) -> bool:
        try:
            await persistent(lambda: actions.write(place, meeting, was, f"Bring {number} cards.", False))
        except Conflict:
            return False
        return True

    assert sum(await asyncio.gather(*(writes(number) for number in range(20)))) == 1
    written = "select count(*) from event where kind = 'reminder.written' and subject_id = :id"
    assert await db.value(written, id=meeting.id) == 1


async def test_r19_the_mail_names_the_meeting_in_its_readers_zone_with_agenda_and_links(cohort):
    ana, ben = cohort.members["Ana"], cohort.members["Ben"]
    await db.run("update person set time_zone = 'Europe/Berlin' where id = :id", id=ana.person.id)
    meeting = await meeting_at(cohort, MONDAY, "Begin", place="Room 12", planned_week=1)
    await db.run("update cohort set template = 'eight_weeks' where id = :id", id=cohort.id)
    await says(ben, meeting, "cannot")
    with clock_at((meeting.starts_at - timedelta(hours=47)).isoformat()):
        await actions.remind({})
        await the_news_is_told()
        await work_is_done()
        (letter,) = mails_to(ana.person)
        assert mails_to(ben.person) == [], "he said that he cannot come"
        assert letter.subject.startswith("Begin, ") and "12:30" in letter.subject, "in the night of Berlin"
        for part in (
            words.instant(meeting.starts_at, "en", "Europe/Berlin"),
            "Room 12",
            "20 min: Read the micro-credential together",
            "Please bring: A device you can write on",
            links.link(ana.person.id, meeting.id, "comes"),
        ):
            assert part in letter.text, part
        assert "Nobody reads your draft unless you ask" not in letter.text, "that is for who leads"
        page = (await ana.client.get(path(links.link(ana.person.id, meeting.id, "comes")))).text
        assert page.count('name="answer"') == 1
        assert "Begin" in (await ana.opens("/inbox")).text


async def test_r19_who_sleeps_until_the_meeting_was_moved_hears_only_of_the_move(cohort):
    ana = cohort.members["Ana"].person
    meeting = await meeting_at(cohort, MONDAY)
    with clock_at((meeting.starts_at - timedelta(hours=47)).isoformat()):
        await actions.remind({})
        await the_news_is_told()
        await moves(cohort.facilitator, meeting, MONDAY + timedelta(days=3))
        await the_news_is_told()
        await work_is_done()
        assert [letter.subject for letter in mails_to(ana)] == ["Moved: Swap"]


class TestTheWords:
    async def test_they_are_drafted_and_changed_by_who_leads_before_they_go(self, cohort):
        gloria, meeting = cohort.facilitator, await meeting_at(cohort, MONDAY)
        form = (await gloria.opens(f"{meeting.address}/reminder")).text
        assert 'name="version" value="0"' in form and "checked" in form
        sent = {"version": "0", "goes_out": "yes", "text": "Bring cake.\r\n\r\n--\r\nAnd a fork."}
        answer = await gloria.posts(f"{meeting.address}/reminder", **sent)
        assert answer.headers["location"] == f"{meeting.address}?done=reminder"
        page = (await gloria.opens(meeting.address)).text
        assert "Bring cake." in page and "And a fork." in page
        assert "Bring cake." not in (await cohort.members["Ana"].opens(meeting.address)).text
        late = await gloria.posts(f"{meeting.address}/reminder", **sent | {"text": "Mine"})
        assert late.status_code == 409 and "Mine" in late.text, "what was typed stays"
        with clock_at((meeting.starts_at - timedelta(hours=47)).isoformat()):
            await actions.remind({})
            await the_news_is_told()
            await work_is_done()
            (letter,) = mails_to(cohort.members["Ana"].person)
            assert "Bring cake.\n\nAnd a fork." in letter.text
            assert (await gloria.posts(f"{meeting.address}/reminder", **sent | {"version": "1"})).status_code == 409
            assert "It went out" in (await gloria.opens(meeting.address)).text

    async def test_without_the_tick_none_goes_out(self, cohort):
        gloria, meeting = cohort.facilitator, await meeting_at(cohort, MONDAY)
        await gloria.posts(f"{meeting.address}/reminder", version="0", text="Bring cake.")
        assert "None goes out for this meeting." in (await gloria.opens(meeting.address)).text
        assert await at(meeting.starts_at - timedelta(hours=47)) == []

    async def test_only_who_leads_writes_them_and_not_too_much(self, cohort):
        meeting = await meeting_at(cohort, MONDAY)
        assert (await cohort.members["Ana"].opens(f"{meeting.address}/reminder")).status_code == 403
        long = await cohort.facilitator.posts(f"{meeting.address}/reminder", version="0", text="x" * 2001)
        assert long.status_code == 422 and re.search(r'id="text-error"', long.text)


@pytest.mark.parametrize(("former_ended", "hours"), [(None, 48), (50, 48), (47, 47), (1, 1)])
def test_when_it_goes(former_ended, hours):
    starts = datetime(2027, 3, 15, 23, 30, tzinfo=UTC)
    former = None if former_ended is None else starts - timedelta(hours=former_ended)
    assert rules.goes_at(starts, former) == starts - timedelta(hours=hours)


def test_its_draft_says_what_to_bring():
    meeting = SimpleNamespace(bring=("A pen", "Paper"))
    assert rules.drafted(meeting.bring, "en").startswith("Please bring: A pen; Paper.\n")
    assert rules.drafted((), "en").startswith("Finished or not")
    assert rules.paragraphs(" one \n\n--\n two  words ") == ["one", "two words"]


async def test_r19_a_meeting_that_was_added_late_is_reminded_of_at_once(cohort):
    meeting = await meeting_at(cohort, datetime.fromisoformat("2027-03-09T16:30"))
    assert await at(meeting.starts_at - timedelta(hours=30)) == ["Swap"]
