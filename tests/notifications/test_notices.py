"""Who should hear of it hears of it, once, whatever is killed; and nobody else."""

import re

import asyncpg
import pytest
import pytest_asyncio

from community import app as roof
from community import db, jobs
from community.cohorts import queries as cohorts
from community.cohorts.seats import actions as seats
from community.discussion import actions as discussion
from community.notifications import actions, queries, telling
from community.pages import Notice
from community.people import letters
from tests.ground.test_jobs import a_worker, until
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, says
from tests.support.failing import fail_at
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted
from tests.support.servers import browser_like


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        await everybody_is_told()
        yield made


async def everybody_is_told() -> None:
    """The follower reads to the end of the log, once no transaction (of any test) can still get in front of it."""
    await db.run("insert into log_mark (name, xact, id) values ('notices', '0', 0) on conflict (name) do nothing")

    async def nothing_is_left():
        await jobs.read_on("notices", actions.followers["notices"])
        return not await db.value(LEFT)

    await until(nothing_is_left, "the follower is at the end of the log")


LEFT = """
    select exists (select from event join log_mark on log_mark.name = 'notices'
                   where (event.xact, event.id) > (log_mark.xact, log_mark.id))
"""


async def is_removed(cohort, name: str) -> None:
    place = await cohorts.place(cohort.organizer, cohort.id)
    await seats.remove(place, await cohorts.member_at(place, cohort.members[name].seat.id))


async def heard(person) -> list[str]:
    """The sentences in this person's inbox, newest first."""
    return [told.row.kind for told in await telling.told(await queries.notices(person))]


def sentences(html: str) -> list[str]:
    """What an inbox says, without times."""
    found = re.findall(r'<p id="notice-\d+-says">(.*?)<small', html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", "", text).split()) for text in found]


class TestWho:
    async def test_who_is_removed_is_told_once_though_four_topics_were(self, cohort):
        await is_removed(cohort, "Ben")
        topics = await db.value(
            "select count(*) from event where kind = 'seat.removed' and subject_id = :id",
            id=cohort.members["Ben"].seat.id,
        )
        assert topics == 4, "the premise: one deed, four rows in the log"
        await everybody_is_told()
        assert await heard(cohort.members["Ben"].person) == ["seat.removed"]
        for other in (cohort.organizer, cohort.members["Ana"].person, cohort.facilitator.person):
            assert await heard(other) in ([], ["seat.invited"], ["desk.given"]), "nobody else is told of it"
        page = (await cohort.members["Ben"].opens("/inbox")).text
        assert sentences(page) == [f"Your seat in {cohort.cohort.name} has ended. Your work is still yours."]
        assert 'href="/cohorts"' in page

    async def test_who_is_invited_is_told_by_whom(self, cohort):
        ines = await make_person("Ines Ortiz")
        place = await cohorts.place(cohort.organizer, cohort.id)
        await seats.invite(place, ines, "facilitator")
        await everybody_is_told()
        client = await cohort.browser(ines)
        assert sentences((await client.get("/inbox")).text) == [f"Olga Ruiz invites you to {cohort.cohort.name}."]

    async def test_who_is_mentioned_is_told_and_who_writes_is_not(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        message = await says(ana, f"@{ben.person.name} and @{ana.person.name}: look at this")
        await says(ana, "Nobody is named here")
        await everybody_is_told()
        assert await heard(ben.person) == ["message.posted"]
        assert await heard(ana.person) == []
        page = (await ben.opens("/inbox")).text
        assert sentences(page) == [f"{ana.person.name} mentioned you in General ({cohort.cohort.name})."]
        assert f'href="/cohorts/{cohort.id}/messages/{message.id}"' in page
        assert "look at this" not in page, "what was said is read where one may read it"

    async def test_who_was_removed_before_the_follower_came_by_hears_of_no_mention(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} look")
        await is_removed(cohort, "Ben")
        await everybody_is_told()
        assert await heard(ben.person) == ["seat.removed"]

    async def test_what_is_gone_is_said_to_be_gone_and_leads_nowhere(self, cohort, monkeypatch):
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} look")
        await everybody_is_told()
        notice = telling.NOTICES["message.posted"]

        async def nothing(ids):
            return {}

        monkeypatch.setitem(telling.NOTICES, "message.posted", Notice(notice.to, notice.says, nothing, notice.leads))
        page = (await ben.opens("/inbox")).text
        assert sentences(page) == ["This is no longer there."]
        opened = await ben.posts(f"/inbox/{await newest(ben.person)}/opening")
        assert opened.headers["location"] == "/inbox"

    async def test_a_slice_that_fails_keeps_nobody_else_waiting(self, cohort, monkeypatch, caplog):
        notice = telling.NOTICES["message.posted"]

        async def fails(ids):
            raise ZeroDivisionError

        monkeypatch.setitem(telling.NOTICES, "message.posted", Notice(fails, notice.says, notice.about, notice.leads))
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} look")
        await is_removed(cohort, "Ben")
        await everybody_is_told()
        assert await heard(ben.person) == ["seat.removed"]
        assert "nobody is told of message.posted" in caplog.text


async def test_x16_whose_mail_comes_back_hears_of_it_in_the_app(app, post_office, monkeypatch):
    ana = await make_person("Ana Torres")
    post_office.refuses[ana.email] = "550 there is no such mailbox"
    post_office.open()
    async with a_worker(post_office):
        async with db.transaction():
            await letters.write_to_person("password_changed", ana.id, key="one", at_once=True)

        async def told():
            return await heard(ana)

        await until(told, "the worker's own follower tells her")
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/inbox")).text
    assert sentences(page) == [f"Mail to {ana.email} comes back. Please give us another address."]
    assert 'href="/profile/address"' in page


async def newest(person) -> int:
    return (await queries.notices(person))[0].id


class TestOnce:
    @pytest.mark.parametrize("how", ["error", "cut"])
    async def test_at_whatever_call_the_follower_dies_each_notice_comes_once(self, app, how):
        async with a_cohort(app, "Ana", "Ben", "Cem") as cohort:
            await everybody_is_told()
            ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
            number = 1
            while True:
                before = [len(await heard(ben.person)), len(await heard(cem.person))]
                await says(ana, f"@{ben.person.name} and @{cem.person.name}: number {number}")
                await no_transaction_is_under_way()
                with fail_at(number, how) as seen:
                    try:
                        await jobs.read_on("notices", actions.followers["notices"])
                    except Exception as problem:
                        assert seen.failed, problem
                await everybody_is_told()
                assert [len(await heard(ben.person)), len(await heard(cem.person))] == [one + 1 for one in before]
                if not seen.failed:
                    break
                number += 1
            assert number > 5, "the premise: it died at each of its calls"

    @pytest.mark.stories
    async def test_killed_in_the_middle_of_its_work_the_next_one_tells_everybody_once(
        self, cohort, post_office, database_url
    ):
        ana, ben = await cohort.seats("Ana", "Ben")
        holding = await asyncpg.connect(database_url)
        async with a_worker(post_office) as worker, holding.transaction():
            await holding.execute("lock table notice in share mode")  # it reads, and cannot write
            await says(ana, f"@{ben.person.name} look")
            await until(stands_still, "the premise: the follower is in the middle of its transaction")
            worker.kill()
            await worker.wait()
        await holding.close()
        assert await heard(ben.person) == []
        async with a_worker(post_office), a_worker(post_office):

            async def told():
                return await heard(ben.person)

            await until(told, "the next one tells him")
            await says(ana, f"@{ben.person.name} look again")

            async def told_again():
                return len(await heard(ben.person)) == 2

            await until(told_again, "and of what happens then")
        assert await heard(ben.person) == ["message.posted"] * 2


async def stands_still() -> bool:
    return await db.value(
        """
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                       and query like '%insert into notice%' and pid <> pg_backend_pid())
        """
    )


async def no_transaction_is_under_way() -> None:
    """The follower reads only what no transaction under way can get in front of."""

    async def quiet():
        return not await db.value(
            "select exists (select from event where xact >= pg_snapshot_xmin(pg_current_snapshot()))"
        )

    await until(quiet, "others have committed", 10)


class TestTogether:
    """Several of one place stand as one, and are opened as one."""

    async def test_replies_in_one_thread_are_one_line_and_read_as_one(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        root = await says(ben, "Who has tried it?")
        replies = [await says(ana, f"Answer {number}", thread=root) for number in range(3)]
        await says(ana, f"@{ben.person.name} and this")
        await everybody_is_told()
        page = (await ben.opens("/inbox")).text
        assert sentences(page) == [
            f"{ana.person.name} mentioned you in General ({cohort.cohort.name}).",
            f"3 replies in a thread of General ({cohort.cohort.name}). The newest is by {ana.person.name}.",
        ]
        number = int(re.findall(r'id="notice-(\d+)-says"', page)[1])
        opened = await ben.posts(f"/inbox/{number}/opening")
        assert opened.headers["location"] == replies[0].address, "to the first that is unread"
        assert 'aria-label="Inbox, 1 unread"' in (await ben.opens("/profile")).text
        await says(ana, "A fourth", thread=root)
        await everybody_is_told()
        said = sentences((await ben.opens("/inbox")).text)
        assert said[0] == f"{ana.person.name} replied in a thread of General ({cohort.cohort.name})."
        assert len(said) == 3, "what was read stands apart from what is new"

    async def test_today_and_earlier_stand_apart_by_the_readers_calendar(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        for _ in range(2):
            await says(ana, f"@{ben.person.name} look")
        await everybody_is_told()
        assert len(sentences((await ben.opens("/inbox")).text)) == 1
        await db.run(
            "update notice set at = at - interval '2 days' where id = :id", id=(await queries.notices(ben.person))[1].id
        )
        page = (await ben.opens("/inbox")).text
        assert re.findall(r'<h2 id="inbox-\w+">(\w+)</h2>', page) == ["Today", "Earlier"]
        assert len(sentences(page)) == 2

    async def test_an_inbox_is_a_handful_of_questions_however_much_stands_in_it(self, cohort, monkeypatch):
        ana, ben = await cohort.seats("Ana", "Ben")
        counts = []
        for times in (2, 20):
            for _ in range(times):
                await says(ana, f"@{ben.person.name} look", thread=await says(ben, "And this?"))
            await everybody_is_told()
            with questions_counted(monkeypatch) as counted:
                await ben.opens("/inbox")
            counts.append(sum(counted.values()))
        assert counts[0] == counts[1] <= 20, counts


class TestInbox:
    async def test_it_is_empty_at_first_and_says_what_it_is_for(self, cohort):
        page = (await cohort.members["Ana"].opens("/inbox")).text
        assert "Nothing yet" in page and 'aria-label="Inbox"' in page

    async def test_the_bell_counts_what_is_unread_and_opening_reads(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        first = await says(ana, f"@{ben.person.name} one")
        second = await says(ana, f"@{ben.person.name} two", thread=await says(ana, "Another thing"))
        await everybody_is_told()
        assert 'aria-label="Inbox, 2 unread"' in (await ben.opens("/profile")).text
        assert 'aria-label="Inbox"' in (await ana.opens("/profile")).text
        opened = await ben.posts(f"/inbox/{await newest(ben.person)}/opening")
        assert (opened.status_code, opened.headers["location"]) == (303, f"/cohorts/{cohort.id}/messages/{second.id}")
        assert 'aria-label="Inbox, 1 unread"' in (await ben.opens("/profile")).text
        again = await ben.posts(f"/inbox/{await newest(ben.person)}/opening")
        assert again.status_code == 303, "read already, it leads there all the same"
        assert first.address in (await ben.opens("/inbox")).text
        done = await ben.posts("/inbox/read-marker")
        assert (done.status_code, done.headers["location"]) == (303, "/inbox")
        page = (await ben.opens("/inbox")).text
        assert 'aria-label="Inbox"' in page and "data-unread" not in page and len(sentences(page)) == 2

    async def test_by_htmx_it_is_told_where_to_go(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        message = await says(ana, f"@{ben.person.name} one")
        await everybody_is_told()
        ben.client.headers["hx-request"] = "true"
        opened = await ben.posts(f"/inbox/{await newest(ben.person)}/opening")
        assert (opened.status_code, opened.headers["hx-redirect"]) == (204, message.address)

    async def test_an_inbox_is_its_persons_alone(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, f"@{ben.person.name} one")
        await everybody_is_told()
        number = await newest(ben.person)
        for path in (f"/inbox/{number}/opening", "/inbox/999999/opening"):
            assert (await ana.posts(path)).status_code == 404
        await ana.posts("/inbox/read-marker")
        assert (await queries.notices(ben.person))[0].read_at is None
        assert sentences((await ana.opens("/inbox")).text) == []
        async with browser_like(cohort.app) as visitor:
            assert (await visitor.get("/inbox")).headers["location"] == "/sign-in?next=/inbox"
            assert 'id="bell"' not in (await visitor.get("/sign-in")).text
        pairs = {(ana.person.id, ben.person.id), (ben.person.id, ben.person.id)}
        assert await roof.merged("topics")["inbox"](pairs) == {(ben.person.id, ben.person.id): "self"}

    async def test_old_ones_come_by_page_and_each_stands_on_one(self, cohort):
        ben = cohort.members["Ben"]
        await db.run(
            """
            insert into notice (person_id, kind, subject_id, at)
            select :person_id, 'seat.removed', :seat_id, cast('2026-01-01' as timestamptz) + make_interval(mins => n)
            from generate_series(1, 130) as n
            """,
            person_id=ben.person.id,
            seat_id=ben.seat.id,
        )
        seen, path, pages = [], "/inbox", 0
        while path:
            page = (await ben.opens(path)).text
            seen += re.findall(r'<li class="notice" id="notice-(\d+)"', page)
            pages += 1
            more = re.search(r'href="(/inbox\?before=\d+)" rel="next"', page)
            path = more[1] if more else ""
        assert pages == 5 and len(seen) == len(set(seen)) == 130 and seen == sorted(seen, key=int, reverse=True)
        assert 'aria-label="Inbox, more than 99 unread"' in page and "99+" in page
        for nonsense in ("?before=x", "?before=-1", "?before=99999999999999999999"):
            assert (await ben.opens(f"/inbox{nonsense}")).status_code == 200

    async def test_what_was_deleted_is_still_told_of_and_leads_to_its_place(self, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        message = await says(ana, f"@{ben.person.name} one")
        await everybody_is_told()
        await discussion.delete(ana.seat, cohort.cohort, await now(message))
        await everybody_is_told()
        assert len(sentences((await ben.opens("/inbox")).text)) == 1
