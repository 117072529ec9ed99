"""Meetings over HTTP: a list for who sits there, planned by who leads, moved by one of two, told to nobody else."""

import asyncio
import re
from datetime import date, timedelta

import pytest
import pytest_asyncio
from icalendar import Calendar

from community import clock, db, jobs
from community.cohorts import actions as cohort_actions
from community.cohorts import queries as cohorts
from community.errors import Conflict
from community.meetings import actions, queries
from tests.notifications.test_notices import no_transaction_is_under_way
from tests.support.cohorts import Member, a_cohort
from tests.support.meetings import cancels, filled, in_days, meets, moves, place_of
from tests.support.people import signed_in_client
from tests.support.questions import questions_counted


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def page_of(member, cohort, tail: str = "") -> str:
    answer = await member.opens(f"/cohorts/{cohort.id}/meetings{tail}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def titles(html: str) -> list[str]:
    """What the list shows, in its order."""
    return [re.sub(r"<[^>]+>", "", text).strip().split("\n")[0] for text in re.findall(r"<h3>(.*?)</h3>", html, re.S)]


async def the_plan(cohort):
    return await queries.plan(await place_of(cohort.facilitator), cohort.cohort)


class TestTheList:
    async def test_those_to_come_stand_in_order_and_those_that_are_over_below_the_latest_first(self, cohort):
        gloria, ana = cohort.facilitator, cohort.members["Ana"]
        for title, days in (("Swap", 9), ("Begin", -12), ("Design", -5), ("Rehearsal", 2)):
            await meets(gloria, title, days)
        page = await page_of(ana, cohort)
        assert titles(page) == ["Rehearsal", "Swap", "Design", "Begin"]
        assert "2 meetings are over" in page

    async def test_the_readers_time_comes_first_with_its_zone_and_the_cohorts_beside(self, cohort):
        meeting = await meets(cohort.facilitator, "Swap", hour="16:30")
        page = await page_of(cohort.members["Ana"], cohort)
        instant = f"{meeting.starts_at:%Y-%m-%dT%H:%M:%SZ}"
        assert f'<time datetime="{instant}" data-style="zoned">' in page
        beside = re.search(r'data-there="America/Los_Angeles" data-at="([^"]+)">([^<]+)<', page)
        assert beside[1] == instant and re.search(r"4:30 PM P[SD]T", beside[2])

    async def test_the_link_is_for_who_sits_there_and_who_leads(self, cohort):
        room = "https://video.example/room"
        await meets(cohort.facilitator, "Swap", link=room, place="Room 12")
        assert room in await page_of(cohort.members["Ana"], cohort)
        async with signed_in_client(cohort.app, cohort.organizer) as desk:
            assert room in (await desk.get(f"/cohorts/{cohort.id}/meetings")).text
        public = (await queries.public_next_meetings([cohort.id]))[cohort.id]
        assert public.title == "Swap" and not {"link", "place"} & set(vars(public)), "a visitor learns when, not where"

    async def test_a_part_of_the_cohorts_page_is_the_same_list(self, cohort):
        await meets(cohort.facilitator, "Swap")
        ana = cohort.members["Ana"]
        whole, part = await page_of(ana, cohort), await page_of(ana, cohort, "?part=1")
        assert '<main id="main"' in whole and '<main id="main"' not in part
        assert titles(whole) == titles(part) == ["Swap"]
        front = (await ana.opens(f"/cohorts/{cohort.id}")).text
        assert f'hx-get="/cohorts/{cohort.id}/meetings?part=1"' in front

    async def test_the_number_of_questions_does_not_grow_with_the_meetings(self, cohort, monkeypatch):
        await meets(cohort.facilitator, "Swap")
        with questions_counted(monkeypatch) as few:
            await page_of(cohort.members["Ana"], cohort)
        for _ in range(8):
            await meets(cohort.facilitator)
        with questions_counted(monkeypatch) as many:
            assert len(titles(await page_of(cohort.members["Ana"], cohort))) == 9
        assert many.total() == few.total() <= 14, many


class TestTheNextOne:
    async def test_it_is_the_first_that_is_neither_over_nor_cancelled(self, cohort):
        gloria = cohort.facilitator
        await meets(gloria, "Begin", -3)
        off, swap = await meets(gloria, "Put off", 1), await meets(gloria, "Swap", 4)
        await cancels(gloria, off)
        await meets(gloria, "Rehearsal", 9)
        assert (await queries.next_meeting(await place_of(gloria), cohort.cohort)).id == swap.id
        assert (await queries.next_meeting(gloria.seat, cohort.cohort)).id == swap.id
        assert (await queries.public_next_meetings([cohort.id]))[cohort.id].title == "Swap"

    async def test_one_that_goes_on_is_still_the_next(self, cohort):
        gloria = cohort.facilitator
        meeting = await meets(gloria, "Now", 1, minutes=60)
        ends = meeting.ends_at - clock.now()
        clock.move(ends - timedelta(minutes=5))
        try:
            assert (await the_plan(cohort)).next.id == meeting.id
            clock.move(timedelta(minutes=6))
            assert (await the_plan(cohort)).next is None
            assert await queries.public_next_meetings([cohort.id]) == {}
        finally:
            clock.move(-clock.offset())

    async def test_board_and_first_page_say_when(self, cohort):
        await meets(cohort.facilitator, "Artifact swap")
        ana = cohort.members["Ana"]
        for path in (f"/cohorts/{cohort.id}/board", f"/cohorts/{cohort.id}/board/strip", "/"):
            page = (await ana.opens(path)).text
            assert "Artifact swap" in page and 'data-style="zoned"' in page, path

    async def test_without_a_meeting_the_board_says_so(self, cohort):
        assert "None planned" in (await cohort.members["Ana"].opens(f"/cohorts/{cohort.id}/board")).text


class TestPlanning:
    async def test_who_leads_adds_one_and_a_second_post_adds_no_other(self, cohort):
        gloria, key = cohort.facilitator, "0b5a7c9e-4f7e-4a51-9d27-6a3f4b2f9d11"
        form = filled(title="Check-in", place="Library", link="https://video.example/x", post_key=key)
        for _ in range(2):
            answer = await gloria.posts(f"/cohorts/{cohort.id}/meetings", **form)
            assert answer.status_code == 303
            assert answer.headers["location"] == f"/cohorts/{cohort.id}/meetings?done=added"
        (meeting,) = (await the_plan(cohort)).meetings
        assert (meeting.title, meeting.place, meeting.state, meeting.version) == ("Check-in", "Library", "planned", 1)
        assert str(meeting.starts_local) == f"{form['on']} 16:30:00" and meeting.time_zone == "America/Los_Angeles"

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("title", " "),
            ("on", "someday"),
            ("on", "0026-11-26"),
            ("at", "half past"),
            ("minutes", "2"),
            ("minutes", "9000"),
            ("link", "javascript:alert(1)"),
            ("link", "video.example/room"),
        ],
    )
    async def test_a_refused_form_names_the_field_and_keeps_what_was_typed(self, cohort, field, typed):
        meeting = await meets(cohort.facilitator, "Swap")
        for path, form in (
            (f"/cohorts/{cohort.id}/meetings", filled(post_key="0b5a7c9e-4f7e-4a51-9d27-6a3f4b2f9d12")),
            (f"{meeting.address}/versions", filled(meeting)),
        ):
            answer = await cohort.facilitator.posts(path, **form | {field: typed, "place": "The old library"})
            assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
            assert 'value="The old library"' in answer.text
        assert [one.version for one in (await the_plan(cohort)).meetings] == [1]

    async def test_a_time_that_clocks_leave_out_is_the_next_minute_that_there_is(self, cohort):
        form = filled(on="2027-03-14", at="02:30", post_key="0b5a7c9e-4f7e-4a51-9d27-6a3f4b2f9d13")
        assert (await cohort.facilitator.posts(f"/cohorts/{cohort.id}/meetings", **form)).status_code == 303
        (meeting,) = (await the_plan(cohort)).meetings
        assert str(meeting.starts_at) == "2027-03-14 10:00:00+00:00"
        assert re.search(r"Sunday, March 14 at 3:00\sAM PDT", await page_of(cohort.members["Ana"], cohort))

    async def test_a_cohort_that_is_published_has_its_meetings(self, app):
        async with a_cohort(app, publish=False) as cohort:
            await has_a_rhythm(cohort)
            await everything_is_planned()
            assert (await the_plan(cohort)).meetings == [], "a draft is nobody's appointment"
            await cohort_actions.move(await place_of(cohort.facilitator), "publish")
            await everything_is_planned()
            await cohort_actions.move(await place_of(cohort.facilitator), "begin")
            await everything_is_planned()
            meetings = (await the_plan(cohort)).meetings
            assert [one.title for one in meetings] == ["Meeting 1", "Meeting 2", "Meeting 3"]
            assert [f"{one.starts_local:%a %H:%M}" for one in meetings] == ["Tue 16:30"] * 3
            weeks = [(one.starts_local.date() - meetings[0].starts_local.date()).days // 7 for one in meetings]
            assert weeks == [0, 1, 4]
            assert {(one.minutes, one.place, one.link) for one in meetings} == {(75, "Library", "https://video.example/x")}

    async def test_by_hand_they_are_made_once(self, cohort):
        gloria = cohort.facilitator
        refused = await gloria.posts(f"/cohorts/{cohort.id}/meetings/series")
        assert refused.status_code == 409 and "weekday" in refused.text
        await has_a_rhythm(cohort)
        assert f'action="/cohorts/{cohort.id}/meetings/series"' in await page_of(gloria, cohort)
        assert "/meetings/series" not in await page_of(cohort.members["Ana"], cohort)
        for _ in range(2):
            assert (await gloria.posts(f"/cohorts/{cohort.id}/meetings/series")).status_code == 303
        assert len((await the_plan(cohort)).meetings) == 3
        assert "/meetings/series" not in await page_of(gloria, cohort)

    async def test_r22_a_closed_cohorts_meetings_are_read_only(self, cohort):
        gloria = cohort.facilitator
        meeting = await meets(gloria, "Swap")
        for step in ("begin", "finish", "close"):
            await cohort_actions.move(await place_of(gloria), step)
        assert "/editor" not in await page_of(gloria, cohort)
        new = filled(post_key="0b5a7c9e-4f7e-4a51-9d27-6a3f4b2f9d14")
        for path, form in (
            (f"/cohorts/{cohort.id}/meetings", new),
            (f"{meeting.address}/versions", filled(meeting, at="18:00")),
            (f"{meeting.address}/cancellation", {"version": "1"}),
        ):
            assert (await gloria.posts(path, **form)).status_code == 409, path
        with pytest.raises(Conflict):
            await moves(gloria, meeting, in_days(8))


async def has_a_rhythm(cohort) -> None:
    """Tuesdays at half past four, in weeks 1, 2 and 5."""
    await db.run(
        """
        update cohort set weekday = 1, meets_at = '16:30', minutes = 75, meeting_weeks = '{1,2,5}', place = 'Library',
               link = 'https://video.example/x' where id = :id
        """,
        id=cohort.id,
    )
    cohort.cohort = await cohort.fresh()


async def everything_is_planned() -> None:
    """The follower reads to the end of the log."""
    await no_transaction_is_under_way()
    await db.run("insert into log_mark (name, xact, id) values ('meetings', '0', 0) on conflict (name) do nothing")
    while await jobs.read_on("meetings", actions.followers["meetings"]):
        pass


class TestChanging:
    async def test_a_move_says_when_it_was_and_a_rename_moves_nothing(self, cohort):
        gloria, ana = cohort.facilitator, cohort.members["Ana"]
        meeting = await meets(gloria, "Swap", 7)
        renamed = await gloria.posts(f"{meeting.address}/versions", **filled(meeting, title="Artifact swap"))
        assert renamed.status_code == 303
        page = await page_of(ana, cohort)
        assert titles(page) == ["Artifact swap"] and "Moved" not in page and "Before, it was" not in page
        meeting = await queries.meeting(await place_of(gloria), meeting.id)
        assert (meeting.state, meeting.version) == ("planned", 2)
        moved = await moves(gloria, meeting, in_days(8))
        page = await page_of(ana, cohort)
        assert "Moved" in page and f'<time datetime="{meeting.starts_at:%Y-%m-%dT%H:%M:%SZ}"' in page
        assert (moved.state, moved.was_at) == ("moved", meeting.starts_at)

    async def test_saving_what_stands_there_changes_nothing(self, cohort):
        meeting = await meets(cohort.facilitator, "Swap")
        newest = await db.value("select max(id) from event")
        assert (await cohort.facilitator.posts(f"{meeting.address}/versions", **filled(meeting))).status_code == 303
        assert await db.value("select max(id) from event") == newest
        assert (await queries.meeting(await place_of(cohort.facilitator), meeting.id)).version == 1

    async def test_of_two_who_move_it_at_once_one_is_told_and_keeps_what_she_typed(self, cohort):
        gloria, meeting = cohort.facilitator, await meets(cohort.facilitator, "Swap", 7)
        async with signed_in_client(cohort.app, cohort.organizer) as desk:
            olga = Member(cohort.organizer, None, desk)
            for member in (gloria, olga):
                await member.opens(f"{meeting.address}/editor")
            forms = [filled(meeting, at="17:00", place="With Gloria"), filled(meeting, at="18:00", place="With Olga")]
            posts = zip((gloria, olga), forms, strict=True)
            answers = await asyncio.gather(*(who.posts(f"{meeting.address}/versions", **form) for who, form in posts))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        won = 0 if answers[0].status_code == 303 else 1
        lost = answers[1 - won].text
        assert "Somebody has changed this meeting" in lost and f'value="{forms[1 - won]["place"]}"' in lost
        assert f'value="{forms[1 - won]["at"]}"' in lost
        assert 'name="version" value="2"' in lost, "it can be saved upon the other's"
        now = await queries.meeting(await place_of(gloria), meeting.id)
        assert (now.version, now.place) == (2, forms[won]["place"])
        assert await db.value("select count(*) from meeting_version where meeting_id = :id", id=meeting.id) == 2

    @pytest.mark.parametrize("many", [6])
    async def test_however_many_move_it_at_once_each_version_is_told_once(self, cohort, many):
        meeting, place = await meets(cohort.facilitator, "Swap", 7), await place_of(cohort.facilitator)

        async def moved(hour: int) -> bool:
            try:
                await moves(cohort.facilitator, meeting, in_days(7, f"{hour:02}:00"))
            except Conflict:
                return False
            return True

        assert sum(await asyncio.gather(*(moved(hour) for hour in range(8, 8 + many)))) == 1
        assert (await queries.meeting(place, meeting.id)).version == 2
        told = """
        select count(*) from event join meeting_version as version on version.id = event.subject_id
        where version.meeting_id = :id and event.kind = 'meeting.moved'
        """
        assert await db.value(told, id=meeting.id) == 2, "one deed, on two topics"

    async def test_a_cancelled_one_stays_in_the_list_and_cannot_be_moved(self, cohort):
        gloria = cohort.facilitator
        meeting = await meets(gloria, "Swap")
        asked = await gloria.opens(f"{meeting.address}/cancellation")
        assert asked.status_code == 200 and "Cancel “Swap”?" in asked.text
        done = await gloria.posts(f"{meeting.address}/cancellation", version="1")
        assert (done.status_code, done.headers["location"]) == (303, f"/cohorts/{cohort.id}/meetings?done=cancelled")
        page = await page_of(gloria, cohort)
        assert titles(page)[0].startswith("Swap") and "Cancelled" in page and f"{meeting.address}/editor" not in page
        assert (await gloria.posts(f"{meeting.address}/versions", **filled(meeting, version=2))).status_code == 409
        assert (await gloria.opens(f"{meeting.address}/editor")).status_code == 409

    async def test_who_cancels_what_was_moved_meanwhile_sees_so_first(self, cohort):
        gloria, meeting = cohort.facilitator, await meets(cohort.facilitator, "Swap", 7)
        await moves(gloria, meeting, in_days(9))
        late = await gloria.posts(f"{meeting.address}/cancellation", version="1")
        assert late.status_code == 409 and "Somebody has changed this meeting" in late.text
        assert 'name="version" value="2"' in late.text
        assert (await gloria.posts(f"{meeting.address}/cancellation", version="2")).status_code == 303

    async def test_x19_where_a_law_changes_a_zone_the_hour_stays_and_the_instant_follows(self, cohort):
        gloria = cohort.facilitator
        meeting, past = await meets(gloria, "Swap", 7), await meets(gloria, "Begin", -7)
        wrong = "update meeting set starts_at = starts_at + interval '1 hour' where cohort_id = :id"
        await db.run(wrong, id=cohort.id)  # as if these instants had been reckoned by an older list of zones
        await actions.keep_in_step({})
        now = await queries.meeting(await place_of(gloria), meeting.id)
        assert (now.starts_at, now.starts_local) == (meeting.starts_at, meeting.starts_local)
        assert (await queries.meeting(await place_of(gloria), past.id)).version == 1, "what is over is left alone"
        await actions.keep_in_step({})
        assert (await queries.meeting(await place_of(gloria), meeting.id)).version == now.version == 2


class TestCalendarFile:
    async def test_one_event_in_utc_that_names_nobody(self, cohort):
        meeting = await meets(cohort.facilitator, "Swap; with, signs", place="Room 12", link="https://video.example/r?a=1")
        answer = await cohort.members["Ana"].opens(f"{meeting.address}.ics")
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "private" in answer.headers["cache-control"]
        assert answer.headers["content-disposition"] == f'attachment; filename="meeting-{meeting.id}.ics"'
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event["summary"] == f"Swap; with, signs · {cohort.cohort.name}"
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (meeting.starts_at, meeting.ends_at)
        assert (event["location"], event["url"], event["sequence"]) == ("Room 12", "https://video.example/r?a=1", 0)
        assert not [word for word in ("ATTENDEE", "VTIMEZONE", cohort.facilitator.name) if word in answer.text]
        assert answer.text.count("\r\n") == answer.text.count("\n"), "lines end as RFC 5545 has them"

    async def test_after_a_change_it_is_the_same_event_with_a_higher_number(self, cohort):
        gloria, ana = cohort.facilitator, cohort.members["Ana"]
        meeting = await meets(gloria, "Swap")
        first = (await ana.opens(f"{meeting.address}.ics")).content
        assert first == (await ana.opens(f"{meeting.address}.ics")).content, "no clock runs in it"
        moved = await moves(gloria, meeting, in_days(8))
        second = (await ana.opens(f"{meeting.address}.ics")).content
        await cancels(gloria, moved)
        third = (await ana.opens(f"{meeting.address}.ics")).content
        events = [Calendar.from_ical(content).walk("VEVENT")[0] for content in (first, second, third)]
        assert len({event["uid"] for event in events}) == 1
        assert [event["sequence"] for event in events] == [0, 1, 2]
        assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert events[2]["summary"].startswith("Cancelled: Swap")


async def test_another_cohorts_meetings_are_not_there(app):
    async with a_cohort(app, "Ana") as one, a_cohort(app, "Tess", starts_on=date(2026, 12, 1)) as other:
        meeting = await meets(other.facilitator, "Over there")
        assert "Over there" not in await page_of(one.members["Ana"], one)
        for path in (f"/cohorts/{one.id}/meetings/{meeting.id}.ics", f"/cohorts/{one.id}/meetings/{meeting.id}/editor"):
            assert (await one.facilitator.opens(path)).status_code == 404
        place = await cohorts.place(one.facilitator.person, one.id)
        assert (await queries.plan(place, one.cohort)).meetings == []
