"""Notices as mails: each once, when its reader is awake and away, to who still wants it and may still know."""

import asyncio
import re
from datetime import UTC, datetime, time, timedelta
from email import policy
from email.parser import BytesParser

import asyncpg
import pytest
import pytest_asyncio

from community import app as roof
from community import clock, db, jobs, mail
from community.cohorts import queries as cohorts
from community.cohorts.seats import actions as seats
from community.config import settings
from community.discussion import actions as discussion
from community.notifications import mailing
from community.notifications.choosing import actions as choosing
from community.notifications.choosing import queries as choices
from tests.ground.test_jobs import a_worker, given_up, is_held_up, nobody_is_held_up, until
from tests.notifications.test_notices import everybody_is_told, heard, is_removed, newest, sentences
from tests.support.cohorts import a_cohort
from tests.support.discussion import reads, says
from tests.support.evidence import clock_at
from tests.support.people import make_person, nobody_sleeps
from tests.support.servers import browser_like

TOMORROW = datetime.combine(datetime.now(UTC) + timedelta(days=1), time(), UTC)  # nobody has been here since
NOON, NIGHT, MORNING = [(TOMORROW + timedelta(minutes=60 * each)).isoformat() for each in (12, 23 + 1 / 6, 24 + 7)]


@pytest_asyncio.fixture
async def cohort(app):
    """Signed in long ago on their devices, so that they are away."""
    await db.run("delete from job")
    async with a_cohort(app, "Ana", "Ben") as made:
        await everybody_is_told()
        await db.run("update session set seen_at = created_at - interval '1 hour'")
        await db.run("delete from job")
        yield made


async def waiting() -> list[dict]:
    return await db.many(
        dict, "select key, at, tries from job where name = 'notice_mail' and given_up_at is null order by id limit 100"
    )


async def work_is_done() -> None:
    """Carry out all that is due now, as a worker does, and put off what says so."""
    async with jobs.Worker(settings().database_url, mailing.mailing_jobs, {}).running():

        async def nothing_is_due():
            due = "name = 'notice_mail' and given_up_at is null and (at is null or at <= :at)"
            return not await db.value(f"select count(*) from job where {due}", at=clock.now())

        await until(nothing_is_due, "what is due is done or put off")


async def unread(member) -> int:
    sql = "select count(*) from notice where read_at is null and person_id = :id"
    return await db.value(sql, id=member.person.id)


def mails_to(person) -> list[mail.Kept]:
    return [kept for kept in mail.kept() if kept.to == person.email]


async def is_mentioned(cohort, name: str = "Ben", text: str = "look"):
    message = await says(cohort.members["Ana"], f"@{cohort.members[name].person.name} {text}")
    await everybody_is_told()
    return message


class TestWhatIsSaid:
    async def test_who_is_removed_is_told_by_mail_and_led_to_the_place(self, cohort):
        ben = cohort.members["Ben"].person
        with clock_at(NOON):
            await is_removed(cohort, "Ben")
            await everybody_is_told()
            await work_is_done()
        (letter,) = mails_to(ben)
        assert letter.subject == f"Your seat in {cohort.cohort.name} has ended"
        assert f"Hello {ben.called}," in letter.text
        assert f"{cohort.organizer.name} has ended your seat in {cohort.cohort.name}." in letter.text
        assert f"Open my cohorts:\n{settings().base_url}/cohorts\n" in letter.text
        assert "This kind of mail cannot be switched off" in letter.text
        assert await db.value("select mailed_at from notice where person_id = :id", id=ben.id) is not None

    async def test_an_invitation_says_by_whom_and_to_what(self, cohort):
        ines = await make_person("Ines Ortiz")
        with clock_at(NOON):
            await seats.invite(await cohorts.place(cohort.organizer, cohort.id), ines, "facilitator")
            await everybody_is_told()
            await work_is_done()
        (letter,) = mails_to(ines)
        assert letter.subject == f"Olga Ruiz invites you to {cohort.cohort.name}"
        assert cohort.local.name in letter.text and "Look at the invitation:" in letter.text

    async def test_a_mention_leads_to_the_message_and_does_not_quote_it(self, cohort):
        ben = cohort.members["Ben"].person
        with clock_at(NOON):
            message = await is_mentioned(cohort, text="my secret plan")
            await work_is_done()
        (letter,) = mails_to(ben)
        assert f"\n{settings().base_url}/cohorts/{cohort.id}/messages/{message.id}\n" in letter.text
        assert "secret plan" not in letter.text
        assert choosing.stop_link(ben.id, "message.posted") in letter.text

    async def test_it_is_in_its_readers_language(self, cohort):
        ben = cohort.members["Ben"].person
        await db.run("update person set language = 'en-XA' where id = :id", id=ben.id)
        with clock_at(NOON):
            await is_removed(cohort, "Ben")
            await everybody_is_told()
            await work_is_done()
        (letter,) = mails_to(ben)
        assert letter.subject.startswith("[")
        own = (cohort.cohort.name, cohort.organizer.name, cohort.local.name, ben.called)
        for line in filter(None, letter.text.splitlines()):
            assert line.startswith(("[", settings().base_url, "--")), f"{line} (people's own words: {own})"

    @pytest.mark.parametrize("kind", sorted(roof.merged("notices")))
    async def test_no_kind_that_is_mailed_lacks_its_words(self, kind):
        notice = roof.merged("notices")[kind]
        assert re.fullmatch(r"[a-z_.]+", kind), "as it stands in Feedback-ID, where colons part the fields"
        if notice.mail and not notice.mail.own_letter:
            folder, name = notice.says.split("/")
            template = (mail.Path(__file__).parents[2] / "templates" / folder / f"_{name}.txt").read_text()
            for block in ("subject", "body", "action"):
                assert f"{{% block {block} %}}" in template


class TestOverTheWire:
    @pytest_asyncio.fixture
    async def letter(self, cohort, post_office, monkeypatch):
        """Two mentions and a removal as a mail server took them, in this order; Ben sleeps never."""
        await nobody_sleeps()
        monkeypatch.delenv("ROUNDTABLE_MOVE_CLOCK")  # refused with such an address
        monkeypatch.setenv("ROUNDTABLE_SMTP", post_office.url)
        monkeypatch.setenv("ROUNDTABLE_BASE_URL", "https://roundtable.a-long-name-of-an-affiliate.example.org")
        settings.cache_clear()
        post_office.open()
        for deed in (is_mentioned, is_mentioned, is_removed):
            await deed(cohort, "Ben")
            await everybody_is_told()
            await work_is_done()
        yield post_office.letters
        monkeypatch.undo()
        settings.cache_clear()

    async def test_the_headers_are_those_that_mail_readers_and_machines_want(self, cohort, letter):
        host = "roundtable.a-long-name-of-an-affiliate.example.org"
        for raw in letter:
            assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw), "lines end with CRLF, each of them"
            assert max(map(len, raw.split(b"\r\n"))) <= 998, "RFC 5322"
        first, second, removal = [BytesParser(policy=policy.default).parsebytes(raw) for raw in letter]
        for one in (first, second, removal):
            assert one.defects == [] and [part.get_content_type() for part in one.iter_parts()] == [
                "text/plain", "text/html",
            ]
            assert one["Auto-Submitted"] == "auto-generated" and one["X-Auto-Response-Suppress"] == "All"
            assert re.fullmatch(rf"<[0-9a-f]{{32}}@{host}>", one["Message-ID"])
            assert one["In-Reply-To"] == one["References"] and one["References"] != one["Message-ID"]
            assert one["Precedence"] is None
        assert first["References"] == second["References"] != removal["References"], "one conversation a channel"
        kinds = [one["Feedback-ID"] for one in (first, second, removal)]
        assert kinds == ["message.posted:roundtable", "message.posted:roundtable", "seat.removed:roundtable"]
        assert first["Message-ID"] != second["Message-ID"]
        ben = cohort.members["Ben"].person
        for one in (first, second):
            assert one["List-Unsubscribe"] == f"<{choosing.stop_link(ben.id, 'message.posted')}>"
            assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert removal["List-Unsubscribe"] is None and removal["List-Unsubscribe-Post"] is None
        assert b"=?utf-8?q?=3C" not in letter[0], "a link in encoded pieces would be no link"

    async def test_every_link_leads_to_the_configured_host(self, letter):
        for raw in letter:
            message = BytesParser(policy=policy.default).parsebytes(raw)
            for part in message.iter_parts():
                links = re.findall(r"https?://[^\s\"<>]+", part.get_content())
                assert links and all(link.startswith(settings().base_url) for link in links), links
                assert "<img" not in part.get_content(), "nobody is told that it was opened"

    async def test_text_and_html_say_the_same(self, letter):
        for raw in letter:
            message = BytesParser(policy=policy.default).parsebytes(raw)
            html = message.get_body(("html",)).get_content().replace("&#39;", "'").replace("&amp;", "&")
            text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
            for line in filter(None, text.splitlines()):
                assert line == "-- " or line.removesuffix(":") in html

    async def test_the_address_of_one_click_works_as_it_stands_in_the_mail(self, app, cohort, letter):
        message = BytesParser(policy=policy.default).parsebytes(letter[0])
        path = message["List-Unsubscribe"].strip("<>").removeprefix(settings().base_url)
        async with browser_like(app) as program:
            name, value = message["List-Unsubscribe-Post"].split("=")
            assert (await program.post(path, data={name: value})).status_code == 200
        assert (await choices.choice(cohort.members["Ben"].person)).ways == {"message.posted": "inbox"}


class TestWhen:
    async def test_what_comes_in_the_night_waits_for_the_morning_and_goes_once(self, cohort):
        ben = cohort.members["Ben"].person
        with clock_at(NIGHT):
            await is_mentioned(cohort)
            await work_is_done()
            assert mails_to(ben) == []
            (job,) = await waiting()
            assert (job["at"], job["tries"]) == (datetime.fromisoformat(MORNING), 0)
        with clock_at(MORNING):
            await work_is_done()
            await work_is_done()
        assert len(mails_to(ben)) == 1 and await waiting() == []

    async def test_the_night_is_the_readers(self, cohort):
        ben = cohort.members["Ben"].person
        await db.run("update person set time_zone = 'Pacific/Guam' where id = :id", id=ben.id)  # ten hours ahead
        with clock_at(NOON):
            await is_mentioned(cohort)
            await work_is_done()
            assert mails_to(ben) == []
            assert (await waiting())[0]["at"] == TOMORROW + timedelta(hours=21)

    async def test_whoever_has_no_quiet_hours_hears_at_once(self, cohort):
        ben = cohort.members["Ben"].person
        await choices.set_settings(ben, True, time(0), time(0))
        with clock_at(NIGHT):
            await is_mentioned(cohort)
            await work_is_done()
        assert len(mails_to(ben)) == 1

    async def test_a_mention_waits_until_its_reader_has_been_away_for_five_minutes(self, cohort):
        ben = cohort.members["Ben"].person
        with clock_at(NOON):
            seen_at = clock.now() - timedelta(minutes=2)
            await db.run("update session set seen_at = :at where person_id = :id", at=seen_at, id=ben.id)
            await is_mentioned(cohort)
            await work_is_done()
            assert mails_to(ben) == []
            assert (await waiting())[0]["at"] == seen_at + timedelta(minutes=5)
        with clock_at((TOMORROW + timedelta(hours=12, minutes=4)).isoformat()):
            await work_is_done()
        assert len(mails_to(ben)) == 1

    async def test_what_was_read_meanwhile_is_not_mailed(self, cohort):
        ben = cohort.members["Ben"]
        with clock_at(NIGHT):
            await is_mentioned(cohort)
            await work_is_done()
            await ben.posts(f"/inbox/{await newest(ben.person)}/opening")
        with clock_at(MORNING):
            await work_is_done()
        assert mails_to(ben.person) == [] and await waiting() == []

    async def test_what_was_seen_where_it_stands_is_read_in_the_inbox_and_not_mailed(self, cohort):
        ben = cohort.members["Ben"]
        with clock_at(NOON):
            first = await is_mentioned(cohort)
            assert await unread(ben) == 1
            await reads(ben, first)
            second = await says(cohort.members["Ana"], f"@{ben.person.name} look again")
            await reads(ben, second)  # quicker than the follower
            await everybody_is_told()
            assert await unread(ben) == 0
            assert await heard(ben.person) == ["message.posted"] * 2
            await work_is_done()
        assert mails_to(ben.person) == []

    async def test_what_was_said_in_a_thread_is_not_seen_by_reading_the_channel(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        root = await says(ana, "A question to all")
        reply = await says(ana, f"@{ben.person.name} look", thread=root)
        await everybody_is_told()
        await reads(ben, reply)
        assert await unread(ben) == 1

    async def test_what_a_worker_finds_days_later_stands_in_the_inbox_only(self, cohort):
        ben = cohort.members["Ben"].person
        await says(cohort.members["Ana"], f"@{ben.name} look")
        with clock_at((clock.now() + timedelta(days=4)).isoformat()):
            await everybody_is_told()
        assert await heard(ben) == ["message.posted"] and await waiting() == []


class TestToWhom:
    async def test_who_stopped_the_kind_or_all_mail_gets_none_but_has_it_in_the_inbox(self, cohort):
        ben = cohort.members["Ben"].person
        with clock_at(NOON):
            await choosing.stop_mail(ben.id, "message.posted")
            await is_mentioned(cohort)
            await db.run("delete from notice_choice")
            await choices.set_settings(ben, False, time(21), time(7))
            await is_mentioned(cohort)
            await work_is_done()
            assert mails_to(ben) == []
            assert await heard(ben) == ["message.posted"] * 2
            await is_removed(cohort, "Ben")
            await everybody_is_told()
            await work_is_done()
        assert [letter.subject for letter in mails_to(ben)] == [f"Your seat in {cohort.cohort.name} has ended"]

    async def test_who_may_not_know_any_more_gets_none(self, cohort):
        ben = cohort.members["Ben"].person
        with clock_at(NIGHT):
            await is_mentioned(cohort)
            await work_is_done()
            await is_removed(cohort, "Ben")
        with clock_at(MORNING):
            await work_is_done()
        assert mails_to(ben) == [] and await waiting() == []

    async def test_what_was_taken_back_meanwhile_is_not_mailed(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        with clock_at(NIGHT):
            message = await is_mentioned(cohort)
            await work_is_done()
            await discussion.delete(ana.seat, cohort.cohort, message)
        with clock_at(MORNING):
            await work_is_done()
        assert mails_to(ben.person) == [] and await waiting() == []


@pytest.mark.stories
class TestOnce:
    """With workers of their own, real SMTP, and kill -9."""

    async def test_x16_the_mail_server_is_away_and_each_notice_goes_once(self, cohort, post_office):
        await nobody_sleeps()
        ana, ben = await cohort.seats("Ana", "Ben")
        async with a_worker(post_office):
            for number in range(5):
                await says(ana, f"@{ben.person.name} number {number}")

            async def each_was_tried():
                sql = "select count(*) from job where name = 'notice_mail' and problem <> ''"
                return await db.value(sql) == 5

            await until(each_was_tried, "the premise: every mail has met the closed door")
            post_office.open()

            async def all_went():
                return not await waiting()

            await until(all_went, "all go once the server is back")
        assert len(post_office.taken) == 5 and set(post_office.taken.values()) == {1}
        assert await given_up() == []

    async def test_x17_killed_between_their_250_and_our_note_it_goes_twice_as_one_mail(
        self, cohort, post_office, database_url
    ):
        await nobody_sleeps()
        in_its_hands, may_take = post_office.holds()
        post_office.open()
        async with a_worker(post_office) as worker:
            await says(cohort.members["Ana"], f"@{cohort.members['Ben'].person.name} look")
            async with asyncio.timeout(60):
                await in_its_hands.wait()
            other = await asyncpg.connect(database_url)
            async with other.transaction():
                await other.execute("select id from notice for update")  # the worker cannot note that it was sent
                may_take.set()
                await until(note_is_held_up, "the premise: the server said 250 and the worker waits to note it")
                assert set(post_office.taken.values()) == {1}
                worker.kill()
                await until(no_note_is_held_up, "PostgreSQL notices that it is gone")
            await other.close()
        async with a_worker(post_office), a_worker(post_office):

            async def done():
                return not await waiting()

            await until(done, "the next worker finishes it")
        (((address, _), times),) = post_office.taken.items()
        assert (address, times) == (cohort.members["Ben"].person.email, 2), "one Message-ID, at most one repeat"

    async def test_x17_killed_after_the_note_it_does_not_go_again(self, cohort, post_office, database_url):
        await nobody_sleeps()
        in_its_hands, may_take = post_office.holds()
        post_office.open()
        other = await asyncpg.connect(database_url)
        async with a_worker(post_office) as worker, other.transaction():
            await says(cohort.members["Ana"], f"@{cohort.members['Ben'].person.name} look")
            async with asyncio.timeout(60):
                await in_its_hands.wait()
                await other.execute("select id from job where name = 'notice_mail' for update")
            may_take.set()
            await until(is_held_up, "the premise: sent and noted, and the job cannot be taken away")
            worker.kill()
            await until(nobody_is_held_up, "PostgreSQL notices that it is gone")
        await other.close()
        async with a_worker(post_office):

            async def done():
                return not await waiting()

            await until(done, "the next worker ends it")
        assert list(post_office.taken.values()) == [1]

    async def test_x16_what_is_refused_for_good_is_told_in_the_app_and_listed_by_doctor(self, app, cohort, post_office):
        await nobody_sleeps()
        ben = cohort.members["Ben"]
        post_office.refuses[ben.person.email] = "550 there is no such mailbox"
        post_office.open()
        async with a_worker(post_office):
            await says(cohort.members["Ana"], f"@{ben.person.name} look")

            async def told():
                return "mail.refused" in await heard(ben.person)

            await until(told, "he hears of it in the app")
        (row,) = await given_up()
        assert row["tries"] == 1 and "550" in row["problem"] and ben.person.email not in row["problem"]
        page = (await ben.opens("/inbox")).text
        assert sentences(page)[0] == f"Mail to {ben.person.email} comes back. Please give us another address."


async def note_is_held_up() -> bool:
    return await db.value(
        """
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                       and query like 'update notice set mailed_at%')
        """
    )


async def no_note_is_held_up() -> bool:
    return not await note_is_held_up()
