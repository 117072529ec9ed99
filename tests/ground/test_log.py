"""The log: numbers without gaps whatever happens, told at commit, followed whole and in order."""

import asyncio
import random

import asyncpg
import pytest

from community import clock, db, errors, events, jobs
from tests.support.failing import no_gaps, whole_or_nothing


async def test_forty_writers_with_rollbacks_leave_no_gap(database):
    async def write(number):
        async with db.transaction():
            events.record("test.written", "channel:1", "cohort:1", by=number)
            if number % 5 == 0:
                raise ZeroDivisionError

    done = await asyncio.gather(*(write(n) for n in range(40)), return_exceptions=True)
    assert sum(isinstance(d, ZeroDivisionError) for d in done) == 8
    assert await events.newest(["channel:1", "cohort:1"]) == {"channel:1": 32, "cohort:1": 32}
    assert [e.seq for e in await events.since({"channel:1": 0}, 100)] == list(range(1, 33))
    await no_gaps()


async def test_nested_actions_in_opposite_order_do_not_deadlock(database):
    async def write(first, second):
        async with db.transaction():
            async with db.transaction():
                events.record("test.written", first)
            async with db.transaction():
                events.record("test.written", second)

    await asyncio.gather(*(write(*random.sample(["room:1", "room:2"], 2)) for _ in range(40)))
    assert await events.newest(["room:1", "room:2"]) == {"room:1": 40, "room:2": 40}


async def test_a_savepoint_that_is_rolled_back_tells_nothing(database):
    async with db.transaction():
        events.record("outer.told", "nest:1")
        with pytest.raises(ZeroDivisionError):
            async with db.transaction():
                events.record("inner.lost", "nest:1")
                raise ZeroDivisionError
    assert [e.kind for e in await events.since({"nest:1": 0}, 10)] == ["outer.told"]


async def test_an_event_needs_a_transaction(database):
    with pytest.raises(RuntimeError):
        events.record("test.written", "channel:1")


@pytest.mark.parametrize("change", ["update event set kind = 'x'", "delete from event", "truncate event"])
async def test_the_log_is_append_only(database, change):
    async with db.transaction():
        events.record("test.written", "kept:1")
    async with db.connection() as held:
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await held.raw_connection.execute(change)


async def test_whole_or_nothing_at_every_call(database):
    async def prepare():
        return object()

    async def act(_):
        async with db.transaction():
            await db.run("insert into spent (kind, key, times) values ('x', 'y', :times)", times=[clock.now()])
            events.record("test.written", "whole:1")

    async def state(_):
        counted = await db.value("select count(*) from spent where kind = 'x'")
        told = (await events.newest(["whole:1"]))["whole:1"]
        assert counted == told, "a row without its event, or an event without its row"
        await db.run("delete from spent where kind = 'x' and 1 = 0")
        return counted > 0

    calls = 0

    async def fresh():
        nonlocal calls
        calls += 1
        await db.run("delete from spent")
        async with db.connection() as held:
            await held.raw_connection.execute(
                "alter table event disable trigger user; delete from event where topic = 'whole:1'; "
                "alter table event enable trigger user; delete from topic where name = 'whole:1'"
            )

    assert await whole_or_nothing(fresh, act, state) >= 4


async def test_a_commit_that_fails_loses_no_connection(database):
    async with db.connection() as held:
        await held.raw_connection.execute(
            "create table if not exists later_checked (n int unique deferrable initially deferred); "
            "insert into later_checked values (1)"
        )
    for _ in range(30):  # three times the pool
        with pytest.raises(asyncpg.UniqueViolationError):
            async with db.transaction():
                await db.run("insert into later_checked (n) values (1)")
    assert await db.value("select 1") == 1


async def test_a_name_that_was_forgotten_is_an_error(database):
    with pytest.raises(TypeError, match="names"):
        await db.value("select cast(:a as int)")
    with pytest.raises(TypeError, match="names"):
        await db.value("select 1", a=1)


async def test_a_killed_connection_is_unavailable_once_and_then_forgotten(database):
    async with db.connection() as held:
        pid = await held.raw_connection.fetchval("select pg_backend_pid()")
    killer = await asyncpg.connect(database)
    await killer.execute("select pg_terminate_backend($1)", pid)
    await killer.close()
    answers = []
    for _ in range(5):
        try:
            answers.append(await db.value("select 1"))
        except errors.Unavailable:
            answers.append(None)
    assert answers[-1] == 1 and answers.count(None) <= 1


async def test_the_whole_log_is_followed_past_a_writer_that_is_held_open(database):
    """20 writers, one of which commits last: the follower waits for it and then has all, each once."""
    seen = []

    async def handle(batch):
        seen.extend(event.id for event in batch)

    name, follower = "test follower", jobs.Follower(handle)
    await db.run(
        "insert into log_mark (name, xact, id) values (:name, pg_snapshot_xmin(pg_current_snapshot()), 0)", name=name
    )
    first_id = await db.value("select coalesce(max(id), 0) from event")
    held_open, let_go = asyncio.Event(), asyncio.Event()

    async def slow():
        async with db.transaction() as held:
            await db._write_noted(held.raw_connection, [events._News("slow:1", "test.slow", None, None, None)])
            held_open.set()
            await let_go.wait()

    async def write(number):
        async with db.transaction():
            events.record("test.written", f"fast:{number}")

    task = asyncio.create_task(slow())
    await held_open.wait()
    await asyncio.gather(*(write(n) for n in range(19)))
    await jobs.read_on(name, follower)
    assert [n for n in seen if n > first_id] == [], "nothing may be read that the held one could still get in front of"
    let_go.set()
    await task
    while await jobs.read_on(name, follower):
        pass
    mine = [n for n in seen if n > first_id]
    assert len(mine) == len(set(mine)) == 20


async def test_a_job_is_done_after_its_transaction_and_one_key_waits_once(database):
    done = asyncio.Queue()

    async def do(payload):
        await done.put(payload["n"])

    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await jobs.later("count", {"n": 0})
            raise ZeroDivisionError
    async with db.transaction():
        await jobs.later("count", {"n": 1}, key="once")
        await jobs.later("count", {"n": 2}, key="once")
    async with jobs.Worker(database, {"count": jobs.Job(do)}, {}).running(), asyncio.timeout(60):
        assert await done.get() == 1
        async with db.transaction():
            await jobs.later("count", {"n": 3})
        assert await done.get() == 3


async def test_a_worker_survives_the_loss_of_its_connection(database):
    done = asyncio.Queue()

    async def do(payload):
        await done.put(payload["n"])

    async with jobs.Worker(database, {"count": jobs.Job(do)}, {}).running(), asyncio.timeout(60):
        await jobs.later("count", {"n": 1})
        assert await done.get() == 1
        killer = await asyncpg.connect(database)
        await killer.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'roundtable-jobs'"
        )
        await killer.close()
        await jobs.later("count", {"n": 2})
        assert await done.get() == 2
