"""Work for later is done, and a mail goes once, whatever happens to workers, to mail servers and to the database."""

import asyncio
import contextlib
import os
import random
import re
from datetime import timedelta

import asyncpg
import pytest

from community import clock, db, errors, jobs
from community.jobs import queue
from community.people import letters
from tests.support.evidence import clock_at
from tests.support.servers import start_command

pytestmark = pytest.mark.stories
KILLS = int(os.environ.get("KILLS", "6"))  # of X25; 50 of them with KILLS=50
JOBS = KILLS * 20 if "KILLS" in os.environ else 50
SPREAD = JOBS // KILLS - 1  # mails that are begun between two of them, at most


@contextlib.asynccontextmanager
async def a_worker(office):
    """`work` as a process of its own, that sends by this mail server; killed at the end if it still lives."""
    process = await start_command("work", ROUNDTABLE_SMTP=office.url)
    process.said = []
    reading = asyncio.create_task(listen(process))
    try:
        await until(lambda: "working\n" in process.said, "it begins")
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def listen(process) -> None:
    while line := await process.stdout.readline():
        process.said.append(line.decode())


async def write_to(*addresses: str, key: str = "a letter") -> None:
    async with db.transaction():
        for address in addresses:
            await letters.write("no_account", address, "en", f"{key} to {address}", minutes=10, address=address)


async def until(true, what: str, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds) as late:
        with contextlib.suppress(TimeoutError):
            while not (await true() if asyncio.iscoroutinefunction(true) else true()):
                await asyncio.sleep(0.02)
    assert not late.expired(), what


async def nothing_waits() -> bool:
    return not await db.value("select count(*) from job where key like 'mail %' and given_up_at is null")


async def given_up() -> list[dict]:
    found = "select key, problem, tries from job where given_up_at is not null order by id limit 100"
    return await db.many(dict, found)


@pytest.fixture(autouse=True)
async def an_empty_table(database):
    await db.run("delete from job")


def people(count: int) -> list[str]:
    return [f"member{number}@example.org" for number in range(count)]


class TestTheMailServer:
    async def test_x16_it_is_away_and_comes_back_and_each_mail_goes_once(self, post_office):
        async with a_worker(post_office):
            await write_to(*people(20))

            async def each_was_tried():
                return await db.value("select count(*) from job where key like 'mail %' and problem <> ''") == 20

            await until(each_was_tried, "the premise: every mail has met the closed door")
            assert await given_up() == []
            post_office.open()
            await until(nothing_waits, "all go out once the server is back")
        assert sorted(address for address, _ in post_office.taken) == sorted(people(20))
        assert set(post_office.taken.values()) == {1}

    async def test_x16_one_address_that_is_put_off_keeps_nobody_waiting(self, post_office):
        post_office.open()
        post_office.refuses["slow@example.org"] = "451 come back later"
        async with a_worker(post_office):
            await write_to("slow@example.org", *people(5))
            await until(lambda: len(post_office.taken) == 5, "the others go out at once")
            assert not await nothing_waits()
            post_office.refuses.clear()
            await until(nothing_waits, "and then the one that was put off")
        assert set(post_office.taken.values()) == {1} and len(post_office.taken) == 6

    async def test_x16_what_is_refused_for_good_is_tried_once_and_listed_by_doctor(self, post_office):
        post_office.open()
        post_office.refuses["nobody@example.org"] = "550 there is no such mailbox"
        async with a_worker(post_office):
            await write_to("nobody@example.org", "ana@example.org")

            async def known():
                return await given_up()

            await until(known, "the refusal is kept")
            await until(nothing_waits, "the other mail went")
        assert post_office.conversations == 2, "nobody tried again"
        (row,) = await given_up()
        assert row["tries"] == 1 and "550" in row["problem"]
        doctor = await start_command("doctor", ROUNDTABLE_SMTP=post_office.url)
        said = (await doctor.communicate())[0].decode()
        line = re.search(r"^BROKEN  Jobs that were given up: (.*)$", said, re.M)
        assert line and "1 × mail" in line[1] and "550" in line[1] and "nobody@" not in said
        assert doctor.returncode == 1

    async def test_x17_killed_between_their_250_and_our_commit_it_goes_twice_as_one_mail(self, post_office, database):
        in_its_hands, may_take = post_office.holds()
        post_office.open()
        async with a_worker(post_office) as worker:
            await write_to("ana@example.org")
            async with asyncio.timeout(60):
                await in_its_hands.wait()
            other = await asyncpg.connect(database)
            async with other.transaction():
                await other.execute("select id from job for update")  # the worker cannot write that it is done
                may_take.set()
                await until(is_held_up, "the premise: the server said 250 and the worker waits to commit")
                assert set(post_office.taken.values()) == {1}
                worker.kill()
                await until(nobody_is_held_up, "PostgreSQL notices that it is gone, and drops the commit")
            await other.close()
        async with a_worker(post_office):
            await until(nothing_waits, "the next worker finishes it")
        (((address, _), times),) = post_office.taken.items()
        assert (address, times) == ("ana@example.org", 2), "one Message-ID, at most one repeat"

    async def test_a_clean_stop_finishes_what_is_under_way_and_loses_nothing(self, post_office):
        in_its_hands, may_take = post_office.holds()
        post_office.open()
        async with a_worker(post_office) as worker:
            await write_to(*people(8))
            async with asyncio.timeout(60):
                await in_its_hands.wait()
            worker.terminate()
            await until(lambda: "may finish" in "".join(worker.said), "it was told and takes nothing more")
            may_take.set()
            async with asyncio.timeout(60):
                assert await worker.wait() == 0
        finished = dict(post_office.taken)
        assert 1 <= len(finished) <= 2, "those under way, no others"
        assert await db.value("select count(*) from job where key like 'mail %'") == 8 - len(finished)
        async with a_worker(post_office):
            await until(nothing_waits, "the next worker has the rest")
        assert len(post_office.taken) == 8 and set(post_office.taken.values()) == {1}


async def is_held_up() -> bool:
    return await db.value(
        """
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                       and query like 'delete from job%')
        """
    )


async def nobody_is_held_up() -> bool:
    return not await is_held_up()


async def test_x25_kill_9_of_the_worker_in_the_middle_of_many_jobs(post_office):
    """Killed again and again while it has mails in its hands. Each is sent; repeats are only what a dead one had."""
    chance = random.Random(KILLS)  # the same places each time
    begun, killed, victim = 0, 0, None
    known = asyncio.Event()  # who is the victim: a worker may have a mail in its hands before we know of it
    at = chance.randint(2, SPREAD)

    async def kill_now_and_then(address):
        nonlocal begun, killed, at
        begun += 1
        if begun == at and killed < KILLS:
            await known.wait()
            known.clear()
            killed += 1
            at = begun + chance.randint(2, SPREAD)
            victim.kill()
            await victim.wait()

    post_office.before_taking = kill_now_and_then
    post_office.open()
    await write_to(*people(JOBS))
    lives = 0
    while not await nothing_waits():
        lives += 1
        async with a_worker(post_office) as fresh:
            victim = fresh
            known.set()
            ended = asyncio.create_task(victim.wait())
            done = asyncio.create_task(until(nothing_waits, "the rest is done", 600))
            await asyncio.wait([ended, done], return_when=asyncio.FIRST_COMPLETED)
            done.cancel()
    assert (killed, lives) == (KILLS, KILLS + 1), "the premise: it was killed each time, with work left"
    assert len(post_office.taken) == JOBS, "each was sent"
    assert sum(post_office.taken.values()) - JOBS <= KILLS * 2, "two at once: so many had a dead one in its hands"
    assert await given_up() == []


class TestTheQueue:
    async def test_several_workers_do_each_job_once_and_no_more_at_once_than_it_allows(self, database):
        done, under_way, most = [], 0, 0
        all_done = asyncio.Event()

        async def do(payload):
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
            done.append(payload["n"])
            if len(done) >= 120:
                all_done.set()

        for number in range(120):
            await jobs.later("count", {"n": number})
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(3):
                await stack.enter_async_context(jobs.Worker(database, {"count": jobs.Job(do)}, {}).running())
            async with asyncio.timeout(60):
                await all_done.wait()
        assert sorted(done) == list(range(120))
        assert most <= 6
        assert await db.value("select count(*) from job") == 0

    async def test_what_a_dead_worker_had_is_free_at_once(self, database):
        await jobs.later("count", {})
        dead = await asyncpg.connect(database)
        await queue.begin(dead)
        had = await queue.take(dead, ["count"])
        alive = await asyncpg.connect(database)
        await queue.begin(alive)
        assert await queue.take(alive, ["count"]) is None, "while it lives nobody else has it"
        await dead.close()
        found = None
        async with asyncio.timeout(60):
            while found is None:
                found = await queue.take(alive, ["count"])
        assert (found.id, found.tries) == (had.id, 2)
        await queue.done(had, None)
        assert await db.value("select count(*) from job") == 1, "who was taken for dead has no say any more"
        await queue.done(found, None)
        assert await db.value("select count(*) from job") == 0
        await alive.close()

    async def test_a_job_waits_for_its_instant(self, database):
        at = clock.now() + timedelta(days=3)
        await jobs.later("count", {}, at=at)
        connection = await asyncpg.connect(database)
        assert await queue.take(connection, ["count"]) is None
        with clock_at(at.isoformat()):
            assert await queue.take(connection, ["count"])
        await connection.close()

    @pytest.mark.parametrize(("tries", "least", "most"), [(1, 1, 3), (5, 16, 48), (10, 450, 1350), (199, 450, 1350)])
    async def test_the_wait_doubles_with_chance_in_it_up_to_a_quarter_of_an_hour(self, database, tries, least, most):
        await jobs.later("count", {})
        job_id = await db.value("select id from job")
        await db.run("update job set tries = :tries", tries=tries)
        taken = queue.Taken(job_id, "count", {}, tries)
        waits = {(await queue.again(taken, ValueError("no"))).total_seconds() for _ in range(10)}
        assert len(waits) > 5 and least <= min(waits) and max(waits) <= most
        assert await db.value("select problem from job") == "ValueError: no"

    async def test_after_two_days_of_tries_it_is_given_up_and_its_key_is_free(self, database):
        async def fails(payload):
            raise ValueError("mail to ana@example.org: no")

        await jobs.later("count", {}, key="once")
        await db.run("update job set tries = :most - 1", most=queue.MOST_TRIES)
        async with jobs.Worker(database, {"count": jobs.Job(fails)}, {}).running():
            await until(given_up, "it is given up")
        (row,) = await given_up()
        assert row["problem"] == "ValueError: mail to (address): no", "without the address"
        await jobs.later("count", {}, key="once")
        assert await db.value("select count(*) from job where given_up_at is null") == 1

    async def test_what_comes_by_itself_comes_once_for_all_workers_and_again_when_it_is_due(self, database):
        came = asyncio.Queue()
        table = {"sweep": jobs.Job(came.put, every=timedelta(hours=1))}

        async def waits_for_its_turn():
            return await db.value("select count(*) from job where tries = 0 and at > :now", now=clock.now())

        async with jobs.Worker(database, table, {}).running(), jobs.Worker(database, table, {}).running():
            async with asyncio.timeout(60):
                assert await came.get() == {}
            await until(waits_for_its_turn, "it waits for its next turn")
            assert came.empty() and await db.value("select count(*) from job") == 1
            with clock_at((clock.now() + timedelta(hours=1)).isoformat()):
                async with asyncio.timeout(60):
                    await came.get()
                await until(waits_for_its_turn, "and again")

    async def test_a_job_that_hangs_is_cut_off_and_one_refused_for_good_is_not_repeated(self, database):
        async def hangs(payload):
            await asyncio.Event().wait()

        async def refused(payload):
            raise errors.Refused("never")

        table = {"hangs": jobs.Job(hangs, within=0.05), "refused": jobs.Job(refused)}
        await jobs.later("hangs", {})
        await jobs.later("refused", {})

        async def both_are_known():
            return await db.value("select count(*) from job where problem <> ''") == 2

        async with jobs.Worker(database, table, {}).running():
            await until(both_are_known, "both ended")
        found = await db.many(dict, "select name, problem, given_up_at is null as waits from job order by name limit 9")
        assert [(row["name"], row["problem"], row["waits"]) for row in found] == [
            ("hangs", "TimeoutError: ", True),
            ("refused", "Refused: never", False),
        ]
