"""R18: who had been told the former time of a meeting hears of its move, with both times, once; and nobody else."""

import asyncio
import re
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from icalendar import Calendar

from community import clock, db, words
from community.cohorts import queries as cohorts
from community.cohorts.pausing import actions as pausing
from community.cohorts.seats import actions as seats
from community.cohorts.waiting.actions import stand_in_line
from community.meetings import actions, calendar, queries
from community.notifications import mailing, telling
from community.notifications import queries as notices
from community.people.queries import people_by_id
from tests.notifications.test_mailing import mails_to, work_is_done
from tests.notifications.test_notices import everybody_is_told, heard, is_removed, no_transaction_is_under_way
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.meetings import cancels, in_days, meets, moves, place_of
from tests.support.people import make_person, nobody_sleeps


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        yield made


def said(html: str) -> list[str]:
    """The inbox's sentences, each moment as the instant that the browser writes in the reader's zone."""
    found = re.findall(r'<p id="notice-\d+-says">(.*?)<small', html, re.S)
    dated = [re.sub(r'<time datetime="([^"]+)" data-style="zoned">.*?</time>', r"\1", text) for text in found]
    return [" ".join(re.sub(r"<[^>]+>", "", text).split()) for text in dated]


def instant(at) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


async def the_news_is_told() -> None:
    """Once nothing can come in front of it any more, the follower reads all."""
    await no_transaction_is_under_way()
    await everybody_is_told()


async def inbox(member) -> list[str]:
    return said((await member.opens("/inbox")).text)


async def test_r18_a_move_is_told_with_both_times_to_all_who_knew_the_former_one(cohort):
    gloria = cohort.facilitator
    before = await meets(gloria, "Artifact swap", 7)
    after = await moves(gloria, before, in_days(9, "18:00"))
    await the_news_is_told()
    sentence = (
        f"Artifact swap ({cohort.cohort.name}) moved from {instant(before.starts_at)} to {instant(after.starts_at)}."
    )
    for name in ("Ana", "Ben", "Cem"):
        assert await inbox(cohort.members[name]) == [sentence]
    assert "meeting.moved" not in await heard(gloria.person), "who moved it knows"
    page = (await cohort.members["Ana"].opens("/inbox")).text
    assert f'href="/cohorts/{cohort.id}/meetings"' in page
    assert f'data-zone="{cohort.members["Ana"].person.time_zone}"' in page, "in which the page writes both"


async def test_r18_a_cancellation_is_told_and_names_what_comes_next(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    off, swap = await meets(gloria, "Design", 7), await meets(gloria, "Swap", 14)
    await cancels(gloria, off)
    await the_news_is_told()
    cancelled = f"Cancelled: Design ({cohort.cohort.name}) on {instant(off.starts_at)}."
    assert await inbox(ana) == [f"{cancelled} Next is {instant(swap.starts_at)}."]


async def test_r18_who_came_after_a_move_hears_of_the_next_one_only_and_who_has_gone_of_none(cohort):
    gloria, ben, cem = cohort.facilitator, cohort.members["Ben"], cohort.members["Cem"]
    first = await meets(gloria, "Swap", 7)
    await is_removed(cohort, "Cem")
    second = await moves(gloria, first, in_days(8))
    dora = await cohort.joins("Dora")
    third = await moves(gloria, second, in_days(9))
    await the_news_is_told()
    assert [re.findall(r"\d{4}-\S+Z", text) for text in await inbox(dora)] == [
        [instant(second.starts_at), instant(third.starts_at)]
    ]
    assert [re.findall(r"\d{4}-\S+Z", text) for text in await inbox(ben)] == [
        [instant(second.starts_at), instant(third.starts_at)],
        [instant(first.starts_at), instant(second.starts_at)],
    ], "each move by itself, though the follower came by after both"
    assert await heard(cem.person) == ["seat.removed"]


async def test_r18_who_left_and_came_back_after_the_move_is_not_told_of_a_time_they_never_knew(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    meeting = await meets(gloria, "Swap", 7)
    await seats.leave(ana.person, ana.seat, cohort.cohort)
    await moves(gloria, meeting, in_days(8))
    await seats.take_seat(ana.person, (await cohort.fresh()).join_code)
    await the_news_is_told()
    assert await heard(ana.person) == []


@pytest.mark.parametrize(("days", "tells"), [(-2, False), (5, True)])
async def test_r18_of_what_is_over_nobody_is_told_unless_it_comes_again(cohort, days, tells):
    gloria = cohort.facilitator
    await moves(gloria, await meets(gloria, "Begin", -3), in_days(days))
    await the_news_is_told()
    assert await heard(cohort.members["Ana"].person) == (["meeting.moved"] if tells else [])


async def test_another_place_is_told_another_title_is_not(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    meeting = await moves(gloria, await meets(gloria, "Swap", 7), in_days(7), title="Artifact swap")
    await the_news_is_told()
    assert await heard(ana.person) == []
    await moves(gloria, meeting, in_days(7), place="Room 12")
    await the_news_is_told()
    where = f"Artifact swap ({cohort.cohort.name}) on {instant(meeting.starts_at)} is now here: Room 12."
    assert await inbox(ana) == [where]


async def test_r18_of_two_moves_at_once_the_one_that_held_is_told(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    meeting = await meets(gloria, "Swap", 7)
    deeds = (moves(gloria, meeting, in_days(8)), moves(gloria, meeting, in_days(9)))
    results = await asyncio.gather(*deeds, return_exceptions=True)
    held = next(one for one in results if isinstance(one, queries.Meeting))
    await the_news_is_told()
    (sentence,) = await inbox(ana)
    assert re.findall(r"\d{4}-\S+Z", sentence) == [instant(meeting.starts_at), instant(held.starts_at)]


async def test_r18_where_a_law_moves_the_instant_everybody_is_told(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    meeting = await meets(gloria, "Swap", 7)
    for table in ("meeting", "meeting_version"):  # as an older list of zones had it
        await db.run(f"update {table} set starts_at = starts_at + interval '1 hour' where true")
    await actions.keep_in_step({})
    await the_news_is_told()
    (sentence,) = await inbox(ana)
    assert re.findall(r"\d{4}-\S+Z", sentence)[1] == instant(meeting.starts_at)
    assert len(await notices.notices(gloria.person)) >= 1, "also who planned it: nobody moved it"


ZONES = ("America/New_York", "America/Phoenix", "America/Adak", "America/St_Johns", "America/Los_Angeles")


@pytest.mark.parametrize("zone", ZONES)
async def test_r18_by_mail_both_times_stand_in_the_readers_own_zone(cohort, zone):
    """From before the night in which clocks change to after it: from the afternoon of 12 March to that of 15 March."""
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    await db.run("update person set time_zone = :zone where id = :id", zone=zone, id=ana.person.id)
    before = await meets(gloria, "Swap", (date(2027, 3, 12) - clock.now().date()).days)
    after = await moves(gloria, before, in_days((date(2027, 3, 15) - clock.now().date()).days))
    await the_news_is_told()
    reader = (await people_by_id([ana.person.id]))[ana.person.id]
    (told,) = await telling.told(await notices.notices(reader))
    letter = mailing.letter(reader, told, telling.NOTICES["meeting.moved"])
    place = zone.replace("_", " ")
    for meeting, day in ((before, "Friday, March 12"), (after, "Monday, March 15")):
        there = meeting.starts_at.astimezone(ZoneInfo(zone))
        clock_says = f"{there.hour % 12 or 12}:{there.minute:02} {'AM' if there.hour < 12 else 'PM'} ({place})"
        text = letter.text.replace("\u202f", " ")
        assert day in text and clock_says in text, text
    assert after.starts_at - before.starts_at == timedelta(days=3, hours=-1), "the premise: clocks went forward"
    assert letter.stop == "", "it cannot be switched off"


async def test_another_place_is_mailed_too(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    await moves(gloria, await meets(gloria, "Swap", 7), in_days(7), place="Room 12")
    await the_news_is_told()
    (told,) = await telling.told(await notices.notices(ana.person))
    letter = mailing.letter(ana.person, told, telling.NOTICES["meeting.changed"])
    assert "is now here: Room 12." in letter.text and f"/cohorts/{cohort.id}/meetings" in letter.text


async def test_a_notice_is_about_its_own_move_also_when_another_followed(cohort):
    gloria = cohort.facilitator
    first = await meets(gloria, "Swap", 7)
    await cancels(gloria, await moves(gloria, first, in_days(8)))
    await the_news_is_told()
    moved, place = (await inbox(cohort.members["Ana"]))[1], await place_of(gloria)
    now = await queries.meeting(place, first.id)
    assert re.findall(r"\d{4}-\S+Z", moved) == [instant(first.starts_at), instant(now.starts_at)]
    assert now.is_cancelled and now.changed_at <= clock.now()


async def test_r18_it_is_also_mailed_with_both_times_in_the_readers_zone_and_leads_to_the_dates(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"].person
    await db.run("update person set time_zone = 'America/Denver' where id = :id", id=ana.id)
    await nobody_sleeps()
    before = await meets(gloria, "Artifact swap", 7)
    after = await moves(gloria, before, in_days(9, "18:00"))
    await the_news_is_told()
    await work_is_done()
    await cancels(gloria, after)
    await the_news_is_told()
    await work_is_done()
    off, moved = mails_to(ana)
    assert (moved.subject, off.subject) == ("Moved: Artifact swap", "Cancelled: Artifact swap")
    for meeting in (before, after):
        assert words.instant(meeting.starts_at, "en", "America/Denver") in moved.text
    assert "(America/Denver)" in off.text
    for letter in (off, moved):
        assert f"/cohorts/{cohort.id}/meetings\n" in letter.text and "cannot be switched off" in letter.text
    assert not [one for one in mails_to(gloria.person) if "swap" in one.subject], "who moved it knows"


def events_in(post_office, person) -> list:
    """The events of the calendar files in the mails to this person, as a mail server took them."""
    found = []
    for raw in post_office.letters:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        if message["To"] == person.email:
            assert not message.defects and message.get_body(("plain",)) and message.get_body(("html",))
            (file,) = message.iter_attachments()
            assert file["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}
            assert file.get_content_type() == "text/calendar" and file.get_filename().endswith(".ics")
            read = Calendar.from_ical(file.get_payload(decode=True))
            assert read["method"] == "PUBLISH"
            found += read.walk("VEVENT")
    return found


async def test_r18_the_mail_carries_the_meeting_so_that_a_calendar_follows_it(cohort, by_smtp):
    gloria, ana = cohort.facilitator, cohort.members["Ana"].person
    await nobody_sleeps()
    planned = await meets(gloria, "Échange", 7, place="Room 12")
    (taken_before,) = Calendar.from_ical(calendar.file(planned)).walk("VEVENT")
    moved = await moves(gloria, planned, in_days(9, "18:00"))
    await the_news_is_told()
    await work_is_done()
    await cancels(gloria, moved)
    await the_news_is_told()
    await work_is_done()
    events = sorted(events_in(by_smtp, ana), key=lambda event: event["sequence"])
    assert [event["status"] for event in events] == ["CONFIRMED", "CANCELLED"]
    assert [event["sequence"] for event in events] == [1, 2] and taken_before["sequence"] == 0
    for event in events:
        assert event["uid"] == taken_before["uid"]
        assert event["dtstart"].dt == moved.starts_at and event["dtend"].dt == moved.ends_at
        assert "attendee" not in event and event["location"] == "Room 12"
    assert events[1]["summary"] == f"Cancelled: Échange · {cohort.cohort.name}"


@pytest.mark.parametrize(("back_in", "hears"), [(3, True), (9, True), (20, False)])
async def test_r18_who_is_away_hears_of_what_comes_after_their_return(cohort, back_in, hears):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    before = await meets(gloria, "Swap", 7)
    await pausing.pause(ana.person, ana.seat, cohort.cohort, clock.now().date() + timedelta(days=back_in))
    await moves(gloria, before, in_days(10))
    await the_news_is_told()
    assert await heard(ana.person) == (["meeting.moved"] if hears else [])
    there = await ana.opens(f"/cohorts/{cohort.id}/meetings")
    assert (there.status_code, there.headers["location"]) == (303, "/cohorts"), "where it says that their seat is kept"


async def test_r18_who_observes_hears_of_it_and_who_has_an_offer_knew_no_time_yet(app):
    async with a_cohort(app, "Ana", "Ben", "Olive", capacity=3) as cohort:
        gloria, ana, olive = cohort.facilitator, cohort.members["Ana"], cohort.members["Olive"]
        await db.run("update seat set role = 'observer' where id = :id", id=olive.seat.id)
        await db.run("update cohort set capacity = 2 where id = :id", id=cohort.id)
        wes = await make_person("Wes Waiter")
        await stand_in_line(wes, cohort.cohort.join_code)
        before = await meets(gloria, "Swap", 7)
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        await moves(gloria, before, in_days(8))
        await the_news_is_told()
        assert (await cohorts.seat_of(wes, cohort.id)).offered_until, "the premise: a seat is offered"
        assert await heard(olive.person) == ["meeting.moved"]
        assert "meeting.moved" not in await heard(wes)


async def one_night(cohort, deeds) -> list:
    """What Ana, who sleeps, has by mail in the morning of what `deeds` did to a meeting; twice is once."""
    ana = cohort.members["Ana"].person
    await db.run("update person set time_zone = 'UTC' where id = :id", id=ana.id)
    night = datetime.combine(clock.now().date() + timedelta(days=1), time(22), tzinfo=UTC)
    with clock_at(night.isoformat()):
        await deeds(cohort.facilitator)
        await the_news_is_told()
        await work_is_done()
        assert mails_to(ana) == [], "she sleeps"
    with clock_at((night + timedelta(hours=10)).isoformat()):
        await work_is_done()
        await work_is_done()
    return mails_to(ana)


async def test_r18_what_moves_twice_in_one_night_is_one_mail_from_the_time_that_was_known(cohort):
    meetings = []

    async def deeds(gloria):
        meetings.append(await meets(gloria, "Swap", 7))
        meetings.append(await moves(gloria, meetings[-1], in_days(8)))
        meetings.append(await moves(gloria, meetings[-1], in_days(9)))
        meetings.append(await moves(gloria, meetings[-1], in_days(9), place="Room 12"))

    (letter,) = await one_night(cohort, deeds)
    first, between, last, _there = [words.instant(meeting.starts_at, "en", "UTC") for meeting in meetings]
    assert first in letter.text and last in letter.text and "Room 12" in letter.text
    assert between not in letter.text


async def test_r18_of_a_meeting_moved_and_moved_back_in_one_night_no_mail_comes(cohort):
    async def deeds(gloria):
        meeting = await meets(gloria, "Swap", 7)
        await moves(gloria, await moves(gloria, meeting, in_days(8)), in_days(7))

    assert await one_night(cohort, deeds) == []
    assert await heard(cohort.members["Ana"].person) == ["meeting.moved"] * 2, "the inbox has both"


async def test_r18_moved_then_cancelled_in_one_night_is_one_mail_that_names_the_time_that_was_known(cohort):
    meetings = []

    async def deeds(gloria):
        meetings.append(await meets(gloria, "Swap", 7))
        await meets(gloria, "Another", 14)
        await cancels(gloria, await moves(gloria, meetings[0], in_days(8)))

    (letter,) = await one_night(cohort, deeds)
    assert letter.subject == "Cancelled: Swap"
    assert words.instant(meetings[0].starts_at, "en", "UTC") in letter.text
