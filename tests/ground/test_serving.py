"""Served by one process or several, begun in order, stopped clean, and gone when it is killed."""

import asyncio
from pathlib import Path

import httpx2
import pytest

from community import postgres
from tests.support.servers import serve, start_command

pytestmark = pytest.mark.stories


async def answers(url: str) -> bool:
    try:
        async with httpx2.AsyncClient(timeout=60) as client:
            return (await client.get(f"{url}/healthz")).status_code == 200
    except httpx2.TransportError:
        return False


async def until(true, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await true():
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_it_serves_from_the_line_on_that_says_so_and_sigterm_is_a_clean_end(database_url, workers):
    async with serve("--workers", workers) as server:
        assert len(server.workers()) == int(workers)
        assert await answers(server.url)
        assert await server.stop() == 0
        assert not await answers(server.url)
        assert "Traceback" not in "".join(server.said)


async def test_a_killed_worker_is_replaced(database_url):
    async with serve("--workers", "2") as server:
        before = server.workers()
        server.kill_worker(before[0])

        async def whole_again():
            return len(server.workers()) == 2 and before[0] not in server.workers()

        await until(whole_again)
        assert await answers(server.url)


async def test_workers_whose_parent_was_killed_go_and_free_the_port(database_url):
    async with serve("--workers", "2") as server:
        left = server.workers()
        await server.kill()

        async def gone():
            return not any(alive(pid) for pid in left)

        await until(gone)
        assert not await answers(server.url)


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and ") Z " not in stat.read_text()


async def test_a_port_that_is_taken_is_told_in_a_sentence(database_url):
    async with serve() as server:
        port = server.url.rsplit(":", 1)[1]
        second = await start_command("serve", "--port", port)
        said = (await second.communicate())[0].decode()
        assert second.returncode == 1
        assert said.startswith(f"Cannot listen on 127.0.0.1, port {port}:") and len(said.splitlines()) == 1


async def test_without_database_url_it_brings_its_own_database_and_takes_it_away(data):
    async with serve("--data", str(data), DATABASE_URL="") as server:
        assert "applied 0001_" in server.said[0]
        assert postgres._listens(data)
        assert await answers(server.url)
        assert await server.stop() == 0
        assert not postgres._listens(data)


async def test_work_works_alone_until_sigterm(database_url):
    process = await start_command("work")
    async with asyncio.timeout(60):
        assert (await process.stdout.readline()) == b"working\n"
        process.terminate()
        said = (await process.communicate())[0].decode()
    assert process.returncode == 0 and "Traceback" not in said


async def test_a_database_that_is_not_there_is_told_without_its_password():
    process = await start_command("migrate", DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/there")
    said = (await process.communicate())[0].decode()
    assert process.returncode == 1
    assert said.startswith("The database at 127.0.0.1/there cannot be used:") and "hunter2" not in said
