"""What a wake-up takes: from NOTIFY to the bus of another process's kind, beside Redis, where there is one."""

import asyncio
import contextlib
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg

from benchmarks.log import database
from realtime.bus import CHANNEL, RESYNC, Bus

WITHIN = 20  # seconds for Redis to begin
OURS, RAW, REDIS = "ours: NOTIFY to the bus", "raw asyncpg: NOTIFY to its listener", "Redis: PUBLISH to a subscriber"
Way = Callable[[], Awaitable[None]]


def waking(rounds: int = 5, each: int = 500) -> None:
    """Milliseconds from the word to who waits for it, one after the other, in one process."""
    print(f"a wake-up, {each} in a row", flush=True)
    with database() as url:
        spent = asyncio.run(_waking(url, rounds, each))
    peer = statistics.median(spent.get(REDIS) or spent[RAW])
    for name, times in spent.items():
        median = statistics.median(times)
        print(f"  {name:<42}{median * 1000:8.3f} ms{median / peer:8.2f} × {'Redis' if REDIS in spent else 'raw'}")


async def _waking(url: str, rounds: int, each: int) -> dict[str, list[float]]:
    async with contextlib.AsyncExitStack() as stack:
        ways = {OURS: await stack.enter_async_context(_ours(url)), RAW: await stack.enter_async_context(_raw(url))}
        if shutil.which("redis-server"):
            ways[REDIS] = await stack.enter_async_context(_redis())
        else:
            print("  without Redis: there is no redis-server here")
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                spent[name].append(await _median(way, each))
    return spent


async def _median(way: Way, each: int) -> float:
    times = []
    for _ in range(each):
        begun = time.perf_counter()
        await way()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


@contextlib.asynccontextmanager
async def _ours(url: str) -> AsyncIterator[Way]:
    messages, writer = Bus(url).messages(), await asyncpg.connect(url)
    assert await anext(messages) == RESYNC

    async def way() -> None:
        await asyncio.gather(writer.execute("select pg_notify($1, 'channel:1 7')", CHANNEL), anext(messages))

    yield way
    await messages.aclose()
    await writer.close()


@contextlib.asynccontextmanager
async def _raw(url: str) -> AsyncIterator[Way]:
    listener, writer, heard = await asyncpg.connect(url), await asyncpg.connect(url), asyncio.Event()
    await listener.add_listener("raw", lambda *_: heard.set())

    async def way() -> None:
        heard.clear()
        await asyncio.gather(writer.execute("select pg_notify('raw', 'channel:1 7')"), heard.wait())

    yield way
    await listener.close()
    await writer.close()


@contextlib.asynccontextmanager
async def _redis() -> AsyncIterator[Way]:
    """By its protocol itself (RESP), so that no client of ours stands between."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quietly = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    server = await asyncio.create_subprocess_exec(
        "redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", **quietly
    )
    try:
        reader, subscriber = await _connected(port)
        answers, writer = await _connected(port)
        subscriber.write(b"SUBSCRIBE events\r\n")
        await reader.readuntil(b":1\r\n")

        async def way() -> None:
            writer.write(b'PUBLISH events "channel:1 7"\r\n')
            await asyncio.gather(answers.readuntil(b":1\r\n"), reader.readuntil(b"channel:1 7\r\n"))

        yield way
        for end in (subscriber, writer):
            end.close()
    finally:
        server.terminate()
        await server.wait()


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
