"""A server that stops asks its readers to come back, spread over two seconds, and ends cleanly."""

import asyncio
import contextlib
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from tests.realtime.world import browser, crowd, happens

ROOT = Path(__file__).parents[2]


@contextlib.asynccontextmanager
async def server(url, workers=1, goodbye=2.0):
    """The small world as processes of its own, that say goodbye for so many seconds; gives (process, address)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {"DATABASE_URL": url, "GOODBYE": str(goodbye)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.realtime.stopping_app", url, str(port), str(workers),
        cwd=ROOT, env=environ, stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            for _ in range(workers):
                while not (await process.stdout.readline()).startswith(b"up"):
                    pass
            await listening(port)
        yield process, f"127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def listening(port):
    """Wait until somebody answers there."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            return writer.close()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("workers", [1, 2])
async def test_sigterm_asks_all_to_come_back_then_ends(database, workers):
    async with server(database, workers) as (process, address):
        sessions = [f"{person}/en" for person in range(1, 41)]
        async with crowd(address, sessions, "channel:1") as readers:
            newest = await happens("channel:1")
            for reader in readers:
                await reader.hears("channel:1", newest)
            process.terminate()
            begun, closed_at = time.monotonic(), []
            for reader in readers:
                assert await reader.closes() == 1012
                closed_at.append(time.monotonic() - begun)
                assert reader.frames[-1] == ("come_back", {"within": 5.0})
            assert closed_at[-1] > 0.5, "spread, so that their return is no stampede"
            async with asyncio.timeout(60):
                out, _ = await process.communicate()
            assert process.returncode == 0
            assert out.count(b"the lifespan ended") == workers


async def test_a_second_signal_does_not_wait(database):
    async with server(database, goodbye=3600) as (process, address), browser(address, "1/en") as anna:
        await anna.follows("channel:1")
        process.terminate()
        await anna.until(lambda: anna.closed or anna.named("come_back"))
        process.terminate()
        async with asyncio.timeout(60):
            await process.communicate()  # it would have taken an hour to say goodbye to all
