"""The database goes away and comes back: a calm page meanwhile, and nobody restarts anything (X2, X4, X5)."""

import asyncio
import time

import asyncpg
import httpx2
import pytest

from community import postgres
from community.doors import DEADLINE
from tests.support.servers import serve, start_command

pytestmark = pytest.mark.stories

PAGE = "/catalogue"  # it asks the database


@pytest.fixture
async def visitor():
    async with httpx2.AsyncClient(timeout=60, headers={"accept": "text/html"}) as client:
        yield client


async def healed(visitor, address: str, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while (await visitor.get(address)).status_code != 200:
            await asyncio.sleep(0.05)


async def test_x5_packets_vanish_and_people_are_told_within_five_seconds(database_url, proxy, visitor):
    network = await proxy(database_url)
    async with serve(DATABASE_URL=network.url) as server:
        address = server.url + PAGE
        assert (await visitor.get(address)).status_code == 200
        network.stall()
        begun = time.monotonic()
        answers = await asyncio.gather(*(visitor.get(address) for _ in range(15)))
        assert time.monotonic() - begun < 6 * DEADLINE, "one deadline, and some for a busy machine; else it is minutes"
        assert {answer.status_code for answer in answers} == {503}
        assert {answer.headers["retry-after"] for answer in answers} == {"5"}
        await network.restore()
        await healed(visitor, address)


async def test_x4_connections_that_were_ended_are_replaced(database_url, visitor):
    async with serve() as server:
        killer = await asyncpg.connect(database_url)
        try:
            for _ in range(5):
                await killer.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where datname = current_database() and pid <> pg_backend_pid()"
                )
                answers = await asyncio.gather(*(visitor.get(server.url + PAGE) for _ in range(10)))
                assert {answer.status_code for answer in answers} <= {200, 503}
                await healed(visitor, server.url + PAGE)
        finally:
            await killer.close()
        wrong = [line for line in server.said if "Traceback" in line]
        assert not wrong, "nobody met an error that was not foreseen:\n" + "".join(wrong)


async def test_x2_a_restart_of_the_server_is_a_calm_page_and_then_all_is_as_before(data, visitor):
    with postgres.running(data) as url:
        migrated = await start_command("migrate", DATABASE_URL=url)
        await migrated.communicate()
        async with serve(DATABASE_URL=url) as server:
            address = server.url + PAGE
            assert (await visitor.get(address)).status_code == 200
            postgres.stop(data)
            down = await visitor.get(address)
            assert (down.status_code, down.headers["retry-after"]) == (503, "5")
            assert "<html" in down.text and "Traceback" not in down.text
            with postgres.running(data):
                await healed(visitor, address)
