"""One calm mail a day: at its hour, of what still waits, once, and none where nothing does."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from community import clock, db, jobs, mail, words
from community.config import settings
from community.discussion import actions as discussion
from community.notifications import routes as slice_
from community.notifications import telling
from community.notifications.choosing import actions as choosing
from community.notifications.choosing import queries as choices
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.notifications.digests import rules, sending
from tests.ground.test_jobs import until
from tests.notifications.test_notices import everybody_is_told, is_removed
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, says
from tests.support.evidence import clock_at
from tests.support.servers import browser_like

MENTION = "message.posted"
TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
# The next Thursday that is still to come, wherever Ben is, and what follows it: he is signed in, and stays so.
FIRST = TOMORROW + timedelta(days=1 + (2 - TOMORROW.weekday()) % 7)
THURSDAY, FRIDAY, MONDAY = (str(FIRST + timedelta(days=later)) for later in (0, 1, 4))
ZONE = ZoneInfo("America/New_York")


def there(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class TestWhen:
    @pytest.mark.parametrize(
        ("choice", "at", "made"),
        [
            (Choice(), "2027-01-14 16:59", "2027-01-14 17:00"),
            (Choice(), "2027-01-14 17:00", "2027-01-15 17:00"),
            (Choice(), "2027-01-15 17:00", "2027-01-18 17:00"),  # over the weekend
            (Choice(rhythm=Rhythm.DAILY), "2027-01-15 17:00", "2027-01-16 17:00"),
            (Choice(rhythm=Rhythm.DAILY, digest_at=time(7, 30)), "2027-01-15 07:29", "2027-01-15 07:30"),
            (Choice(rhythm=Rhythm.WEEKLY), "2027-01-14 12:00", "2027-01-15 17:00"),
            (Choice(rhythm=Rhythm.WEEKLY), "2027-01-15 17:00", "2027-01-22 17:00"),
            (Choice(rhythm=Rhythm.WEEKLY, digest_day=6), "2027-01-18 00:00", "2027-01-24 17:00"),
            (Choice(rhythm=Rhythm.NEVER), "2027-01-14 12:00", None),
        ],
    )
    @pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Guam", "America/St_Johns"])
    def test_it_comes_at_its_hour_where_the_reader_is(self, choice, at, made, zone):
        assert rules.after(choice, zone, there(at, zone)) == (made and there(made, zone))

    @pytest.mark.parametrize(
        ("zone", "at", "made"),
        [
            ("America/New_York", "2027-03-13T22:00+00:00", "2027-03-13T22:00:00+00:00"),
            ("America/New_York", "2027-03-14T12:00+00:00", "2027-03-14T21:00:00+00:00"),  # an hour less, and still 5 pm
            ("America/Phoenix", "2027-03-14T12:00+00:00", "2027-03-15T00:00:00+00:00"),
        ],
    )
    def test_x19_five_in_the_afternoon_is_the_clocks_whatever_they_do(self, zone, at, made):
        choice = Choice(rhythm=Rhythm.DAILY)
        before = datetime.fromisoformat(at) - timedelta(microseconds=1)
        assert rules.after(choice, zone, before) == datetime.fromisoformat(made)

    def test_x19_an_hour_that_is_left_out_is_made_up_by_the_next_minute_and_one_that_comes_twice_is_its_first(self):
        choice = Choice(rhythm=Rhythm.DAILY, digest_at=time(2, 30), quiet_from=time(3), quiet_until=time(3))
        spring = [datetime(2027, 3, 13, 12, tzinfo=UTC)]
        autumn = [datetime(2027, 11, 6, 12, tzinfo=UTC)]
        for days in (spring, autumn):
            for _ in range(3):
                days.append(rules.after(choice, "America/New_York", days[-1]))
                assert rules.is_one(choice, "America/New_York", days[-1])
        assert [each.astimezone(ZONE).strftime("%d %H:%M %z") for each in spring[1:]] == [
            "14 03:00 -0400", "15 02:30 -0400", "16 02:30 -0400",
        ]  # fmt: skip
        choice = Choice(rhythm=Rhythm.DAILY, digest_at=time(1, 30))
        first = rules.after(choice, "America/New_York", datetime(2027, 11, 7, 4, tzinfo=UTC))
        assert first == datetime(2027, 11, 7, 5, 30, tzinfo=UTC), "1:30 of summer time"
        assert rules.after(choice, "America/New_York", first) == datetime(2027, 11, 8, 6, 30, tzinfo=UTC)

    def test_no_day_of_two_years_has_two_or_none(self):
        for zone in ("America/New_York", "America/Adak", "America/St_Johns", "America/Phoenix"):
            at, choice = datetime(2026, 1, 1, tzinfo=UTC), Choice(rhythm=Rhythm.DAILY, digest_at=time(2, 15))
            days = []
            while len(days) < 730:
                at = rules.after(choice, zone, at)
                days.append(at.astimezone(ZoneInfo(zone)).date())
            assert [later - day for day, later in pairwise(days)] == [timedelta(days=1)] * 729

    def test_the_one_before_is_named_by_its_day(self):
        assert rules.before(Choice(), "America/New_York", there("2027-01-18 17:00")).isoformat() == "2027-01-15"
        weekly = Choice(rhythm=Rhythm.WEEKLY)
        assert rules.before(weekly, "America/New_York", there("2027-01-22 17:00")).isoformat() == "2027-01-15"


def test_a_moment_is_said_in_the_readers_zone():
    thursday = words.day(date(2027, 1, 14), "en")
    five, ten = datetime(2027, 1, 14, 22, tzinfo=UTC), datetime(2027, 1, 15, 3, tzinfo=UTC)
    assert words.instant(five, "en", "America/New_York") == f"{thursday}, 5:00 PM (America/New York)"
    assert words.instant(five, "en", "America/New_York", "time") == "5:00 PM (America/New York)"
    assert words.instant(ten, "en", "America/New_York", "day") == thursday


@pytest_asyncio.fixture
async def cohort(app):
    """Ben is in New York, has mentions in his digest, and has seen all that there was."""
    await db.run("delete from job")
    async with a_cohort(app, "Ana", "Ben") as made:
        ben = made.members["Ben"].person
        await db.run("update person set time_zone = 'America/New_York' where id = :id", id=ben.id)
        await choices.set_ways_by_id(ben.id, {MENTION: Way.DIGEST})
        await everybody_is_told()
        await db.run("update notice set read_at = :at where read_at is null", at=clock.now())
        await db.run("delete from job")
        yield made


async def work_is_done() -> None:
    """Carry out all that is due now, as a worker does."""
    async with jobs.Worker(settings().database_url, slice_.jobs, {}).running():

        async def nothing_is_due():
            due = "name in ('digest', 'notice_mail') and given_up_at is null and (at is null or at <= :at)"
            return not await db.value(f"select count(*) from job where {due}", at=clock.now())

        await until(nothing_is_due, "what is due is done or put off")


async def waiting() -> list[datetime]:
    rows = await db.many(dict, "select at from job where name = 'digest' and given_up_at is null order by at limit 100")
    return [row["at"] for row in rows]


def mails_to(cohort, name: str = "Ben") -> list[mail.Kept]:
    """Oldest first."""
    return [kept for kept in mail.kept() if kept.to == cohort.members[name].person.email][::-1]


async def is_mentioned(cohort, times: int = 1) -> list:
    """Each time in a thread of its own, so that each is a line."""
    ana, text = cohort.members["Ana"], f"@{cohort.members['Ben'].person.name} look"
    messages = [await says(ana, text, thread=await says(ana, "One thing")) for _ in range(times)]
    await everybody_is_told()
    return messages


def at(day: str, hour: str):
    return clock_at(there(f"{day} {hour}").isoformat())


class TestTheMail:
    async def test_at_its_hour_what_waits_goes_in_one_mail_and_each_line_leads_to_its_place(self, cohort):
        with at(THURSDAY, "10:00"):
            messages = await is_mentioned(cohort, 3)
            await work_is_done()
            assert mails_to(cohort) == [] and await waiting() == [there(f"{THURSDAY} 17:00")]
        with at(THURSDAY, "17:00"):
            await work_is_done()
            await work_is_done()
        (letter,) = mails_to(cohort)
        ana, ben = cohort.members["Ana"].person, cohort.members["Ben"].person
        assert letter.text.startswith(f"Good evening, {ben.called}\n\n3 things since yesterday, most pressing first.\n")
        assert letter.subject.startswith(f"{ana.name} mentioned you in General")
        for message in messages:
            assert f"\n{settings().base_url}/cohorts/{cohort.id}/messages/{message.id}\n" in letter.text
        assert "on weekdays at 5:00 PM" in letter.text and "look" not in letter.text
        assert choosing.stop_link(ben.id, choosing.DIGEST) in letter.text

    async def test_nothing_comes_twice_and_none_comes_where_nothing_does(self, cohort):
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort)
        with at(THURSDAY, "17:00"):
            await work_is_done()
        with at(FRIDAY, "10:00"):
            (second,) = await is_mentioned(cohort)
        with at(FRIDAY, "17:00"):
            await work_is_done()
        with at(MONDAY, "17:00"):
            await work_is_done()
        _first, letter = mails_to(cohort)
        assert letter.text.count("/messages/") == 1 and f"/messages/{second.id}\n" in letter.text
        assert "One thing since yesterday." in letter.text
        assert await waiting() == []

    async def test_what_was_read_taken_back_or_is_theirs_no_more_does_not_come(self, cohort):
        ana = cohort.members["Ana"]
        with at(THURSDAY, "10:00"):
            read, deleted = await is_mentioned(cohort, 2)
            await db.run("update notice set read_at = at where subject_id = :id", id=read.id)
            await discussion.delete(ana.seat, cohort.cohort, await now(deleted))
        with at(THURSDAY, "17:00"):
            await work_is_done()
            assert mails_to(cohort) == []
        with at(FRIDAY, "10:00"):
            await is_mentioned(cohort)
            await is_removed(cohort, "Ben")
        with at(FRIDAY, "17:00"):
            await work_is_done()
        assert mails_to(cohort) == []

    async def test_who_is_called_often_while_away_has_a_few_mails_and_the_rest_in_one(self, cohort):
        await choices.set_ways_by_id(cohort.members["Ben"].person.id, {MENTION: Way.MAIL})
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort, 9)
            await work_is_done()
            few = len(mails_to(cohort))
            assert few in (5, 6), "two are under way at once"
            assert await waiting() == [there(f"{THURSDAY} 17:00")]
        with at(THURSDAY, "17:00"):
            await work_is_done()
        letter = mails_to(cohort)[-1]
        assert len(mails_to(cohort)) == few + 1 and f"{9 - few} things since yesterday" in letter.text
        with at(FRIDAY, "17:00"):
            await work_is_done()
        assert len(mails_to(cohort)) == few + 1

    async def test_who_wants_no_digest_has_a_mail_for_each_and_a_digest_is_one_mail(self, cohort):
        ben = cohort.members["Ben"].person
        await choices.set_ways_by_id(ben.id, {MENTION: Way.MAIL})
        await choices.set_digest_by_id(ben.id, Rhythm.NEVER)
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort, 7)
            await work_is_done()
        assert len(mails_to(cohort)) == 7, "no digest takes the rest"

    async def test_a_digest_of_many_things_is_one_mail_and_stops_none_at_once(self, cohort):
        ben = cohort.members["Ben"]
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort, 7)
        with at(THURSDAY, "17:00"):
            await work_is_done()
        assert len(mails_to(cohort)) == 1
        await choices.set_ways_by_id(ben.person.id, {MENTION: Way.MAIL})
        with at(THURSDAY, "19:00"):
            await is_mentioned(cohort)
            await work_is_done()
        assert len(mails_to(cohort)) == 2

    async def test_what_does_not_fit_is_counted(self, cohort):
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort, 13)
        with at(THURSDAY, "17:00"):
            await work_is_done()
        (letter,) = mails_to(cohort)
        assert letter.text.count("/messages/") == rules.MOST
        assert f"\n3 more things wait in your inbox.\n{settings().base_url}/inbox\n" in letter.text
        with at(FRIDAY, "17:00"):
            await work_is_done()
        assert len(mails_to(cohort)) == 1, "what was counted was told"

    async def test_what_was_said_in_one_thread_is_one_line_and_leads_to_where_it_began(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        with at(THURSDAY, "10:00"):
            root = await says(ben, "Who has tried it?")
            replies = [await says(ana, f"Answer {number}", thread=root) for number in range(3)]
            await everybody_is_told()
        with at(THURSDAY, "17:00"):
            await work_is_done()
        (letter,) = mails_to(cohort)
        where = f"a thread of General ({cohort.cohort.name})"
        assert letter.subject == f"3 replies in {where}. The newest is by {ana.person.name}"
        said = f"3 replies in {where}. The newest is by {ana.person.name}.\n{settings().base_url}{replies[0].address}\n"
        assert said in letter.text and "Answer" not in letter.text
        with at(FRIDAY, "17:00"):
            await work_is_done()
        assert len(mails_to(cohort)) == 1

    async def test_it_says_the_same_in_html_and_is_in_its_readers_language(self, cohort):
        ben = cohort.members["Ben"].person
        await db.run("update person set language = 'en-XA' where id = :id", id=ben.id)
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort, 2)
        with at(THURSDAY, "17:00"):
            await work_is_done()
        (letter,) = mails_to(cohort)
        assert letter.subject.startswith("[")
        for line in filter(None, letter.text.splitlines()):
            assert line.startswith(("[", settings().base_url, "--")), line


async def test_where_somebody_waits_for_an_answer_stands_first(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    with at(THURSDAY, "10:00"):
        await is_mentioned(cohort)
        await db.run(
            "insert into notice (person_id, kind, subject_id, at) values (:ben, 'seat.requested', :seat, :at)",
            ben=ben.person.id, seat=ana.seat.id, at=clock.now() - timedelta(hours=1),
        )  # fmt: skip
        kinds = [MENTION, "seat.requested"]
        rows = await sending.queries.unread_by_id(ben.person.id, kinds, clock.now() - rules.OLDEST)
        assert [one.row.kind for one in rules.in_order(await telling.told(rows))] == ["seat.requested", MENTION]


class TestTheRhythm:
    async def test_who_chooses_another_hour_has_it_then_and_not_at_the_former(self, cohort):
        ben = cohort.members["Ben"]
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort)
            form = {"quiet_from": "21:00", "quiet_until": "07:00", "by_mail": "yes", f"way {MENTION}": "digest"}
            answer = await ben.posts("/inbox/settings", **form, rhythm="daily", digest_at="12:30", digest_day="4")
            assert answer.status_code == 303
        with at(THURSDAY, "12:30"):
            await work_is_done()
            assert len(mails_to(cohort)) == 1
            await is_mentioned(cohort)
        with at(THURSDAY, "17:00"):
            await work_is_done()
            assert len(mails_to(cohort)) == 1, "the former hour is none of his any more"
        with at(FRIDAY, "12:30"):
            await work_is_done()
        assert len(mails_to(cohort)) == 2 and "each day at 12:30 PM" in mails_to(cohort)[1].text

    async def test_who_moved_to_another_zone_has_it_at_five_there(self, cohort):
        ben = cohort.members["Ben"].person
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort)
        await db.run("update person set time_zone = 'America/Los_Angeles' where id = :id", id=ben.id)
        with at(THURSDAY, "17:00"):
            await work_is_done()
            assert mails_to(cohort) == []
            assert await waiting() == [there(f"{THURSDAY} 17:00", "America/Los_Angeles")]

    async def test_who_wants_none_or_no_mail_at_all_gets_none(self, cohort):
        ben = cohort.members["Ben"].person
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort)
            await choosing.stop_mail(ben.id, choosing.DIGEST)
        with at(THURSDAY, "17:00"):
            await work_is_done()
            assert mails_to(cohort) == [] and await waiting() == []
            await is_mentioned(cohort)
            assert await waiting() == [], "nothing is planned for who wants none"
            await choices.set_digest_by_id(ben.id, Rhythm.DAILY)
            await choices.set_settings(ben, False, time(21), time(7))
            await is_mentioned(cohort)
            assert await waiting() == []

    async def test_what_a_worker_finds_in_the_night_waits_for_the_morning(self, cohort):
        with at(THURSDAY, "10:00"):
            await is_mentioned(cohort)
        with at(THURSDAY, "23:00"):  # the worker was away
            await work_is_done()
            assert mails_to(cohort) == [] and await waiting() == [there(f"{FRIDAY} 07:00")]
        with at(FRIDAY, "07:00"):
            await work_is_done()
        (letter,) = mails_to(cohort)
        assert letter.text.startswith("Good morning")

    async def test_what_comes_within_the_last_minute_is_not_lost(self, cohort):
        with at(THURSDAY, "16:59:30"):
            await is_mentioned(cohort)
            assert await waiting() == [there(f"{FRIDAY} 17:00")]
            await is_mentioned(cohort)
            assert len(await waiting()) == 1, "one mail, however much waits for it"


async def test_one_click_stops_digests_and_says_so(app, cohort):
    ben = cohort.members["Ben"].person
    path = choosing.stop_link(ben.id, choosing.DIGEST).removeprefix(settings().base_url)
    async with browser_like(app) as program:
        page = await program.get(path)
        assert "No more digests. What happens still waits for you in your inbox." in page.text
        assert (await choices.choice(ben)).rhythm is Rhythm.WEEKDAYS, "looking changes nothing"
        del program.headers["sec-fetch-site"]
        answer = await program.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "No more digests." in answer.text
    assert await choices.choice(ben) == Choice(rhythm=Rhythm.NEVER, ways={MENTION: Way.DIGEST})


async def test_the_mail_over_the_wire_has_one_click_and_the_same_words_twice(cohort):
    with at(THURSDAY, "10:00"):
        await is_mentioned(cohort, 2)
        ben = cohort.members["Ben"].person
        ben = (await sending.people.people_by_id([ben.id]))[ben.id]
        chosen = await choices.choice(ben)
        waiting = await sending._waiting(ben, chosen)
        written = sending.letter(ben, chosen, there(f"{THURSDAY} 17:00"), waiting, ["Your date is near."])
    assert "evidence" in sending.SAYS, "which says the latest safe submit date"
    assert "2 things since yesterday, most pressing first. Your date is near.\n" in written.text
    message = mail.written(written)
    assert message["List-Unsubscribe"] == f"<{choosing.stop_link(ben.id, choosing.DIGEST)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for line in filter(None, written.text.splitlines()):
        assert line == "-- " or line.removesuffix(":") in written.html.replace("&#39;", "'")
    assert len(set(re.findall(r'href="([^"]+)"', written.html))) == 6, "two things, inbox, settings, stop, home"
