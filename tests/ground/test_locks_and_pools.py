"""No lock without a living owner, no wait without an end: faults X29 and X31."""

import asyncio

import asyncpg
import pytest

from community import clock, db, errors, events
from community.config import settings
from community.doors import DEADLINE
from tests.support.failing import no_gaps


async def test_x31_a_host_that_vanishes_holds_a_topic_for_seconds_and_others_not_at_all(app):
    vanished = await asyncpg.connect(settings().database_url, server_settings=db.SERVER_SETTINGS)
    await vanished.execute("begin")
    await vanished.fetch(events.WRITE, ["channel:31"], ["test.written"], [1], [1], [None], clock.now())
    refused = 0
    async with db.transaction():
        await db.value("select set_config('lock_timeout', '1', true)")  # a millisecond
        events.record("test.written", "channel:32")  # another topic never notices
    async with asyncio.timeout(60):
        while True:
            try:
                async with db.transaction():
                    events.record("test.written", "channel:31")
                break
            except errors.Unavailable:
                refused += 1
    assert refused >= 1, "the premise: the number was held"
    assert await events.newest(["channel:31"]) == {"channel:31": 1}, "what vanished was never told"
    await no_gaps()
    vanished.terminate()


async def test_x29_with_all_connections_taken_a_page_answers_503_in_time(app, client):
    taken, free = asyncio.Semaphore(0), asyncio.Event()

    async def hold():
        async with db.connection():
            taken.release()
            await free.wait()

    holders = [asyncio.create_task(hold()) for _ in range(10)]
    for _ in holders:
        await taken.acquire()
    answer = await client.get("/catalogue")  # none comes free while it waits
    assert answer.status_code == 503 and answer.headers["retry-after"]
    assert db.POOL_WAIT < DEADLINE
    assert (await client.get("/healthz")).status_code == 200, "the process is alive"
    free.set()
    await asyncio.gather(*holders)
    assert (await client.get("/catalogue")).status_code == 200


@pytest.mark.parametrize("name", ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"])
async def test_the_database_gives_up_before_the_request_does(app, name):
    shown = await db.value("select current_setting(:name)", name=name)
    milliseconds = int(shown.removesuffix("ms")) if shown.endswith("ms") else int(shown.removesuffix("s")) * 1000
    assert 0 < milliseconds < DEADLINE * 1000
