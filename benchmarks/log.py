"""The log: writing an event beside raw asyncpg, and a thousand readers who come back at once."""

import asyncio
import contextlib
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg

from benchmarks import servers
from benchmarks.crowd import Crowd
from community import clock, db, events, migrations, postgres


def event_write(rounds: int = 5, each: int = 1000) -> None:
    """Our CPU for one event: the statement alone through databases, and the whole of record()."""
    print("writing one event (CPU of the client)", flush=True)
    with database() as url:
        asyncio.run(_event_write(url, rounds, each))


def returning(size: int = 1000, missed: int = 20, rounds: int = 3) -> None:
    """CPU of the server when `size` readers come back who missed that many frames each, and when they missed none."""
    print(f"{size} readers come back at once", flush=True)
    nothing, some = "nothing missed", f"{missed} frames missed, each counted"
    spent: dict[str, list[float]] = {nothing: [], some: []}
    with database() as url, servers.running("returning", DATABASE_URL=url) as server:
        one = crowd_of(server, 1, 0)
        one.tell(missed)
        one.wait(missed)
        _come_back(server, size, 0, missed)  # warm
        for _ in range(rounds):
            spent[nothing].append(_come_back(server, size, missed, 0))
            spent[some].append(_come_back(server, size, 0, missed))
        one.close()
    for name, rounds_ in spent.items():
        cpu, base = statistics.median(rounds_), statistics.median(spent[nothing])
        print(f"  {name:<42}{cpu:8.2f} s CPU {cpu / size * 1000:8.2f} ms each {cpu / base:8.2f} × nothing missed")


async def _event_write(url: str, rounds: int, each: int) -> None:
    await db.open(url)
    raw = await asyncpg.connect(url)
    arguments = ["channel:1"], ["message.posted"], [1], [1], [None]

    async def plain() -> None:
        await raw.fetch(events.WRITE, *arguments, clock.now())

    async def statement() -> None:
        await held.raw_connection.fetch(events.WRITE, *arguments, clock.now())

    async def raw_whole() -> None:
        async with raw.transaction():
            await raw.fetch(events.WRITE, *arguments, clock.now())

    async def whole() -> None:
        async with db.transaction():
            events.record("message.posted", "channel:1", about=1, by=1)

    async with db.connection() as held:  # as a request does, and a transaction at its end
        spent: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, write in {
                "raw asyncpg, the statement": plain,
                "ours, the statement": statement,
                "raw asyncpg, begin and commit around it": raw_whole,
                "ours, record() in a transaction": whole,
            }.items():
                spent.setdefault(name, []).append(await _cpu(write, each))
    await raw.close()
    await db.close()
    medians = {name: statistics.median(times) for name, times in spent.items()}
    for (name, cpu), peer in zip(medians.items(), [0, 0, 2, 2], strict=True):
        print(f"  {name:<42}{cpu:8.1f} µs {cpu / list(medians.values())[peer]:8.2f} × raw asyncpg")


async def _cpu(write: Callable[[], Awaitable[None]], each: int) -> float:
    await write()
    begun = time.process_time()
    for _ in range(each):
        await write()
    return (time.process_time() - begun) / each * 1e6


def crowd_of(server: servers.Server, size: int, seen: int) -> Crowd:
    return Crowd(
        server.port, size, "/live?person={n}", json.dumps({"follow": [["channel:1", seen]]}), counted=b'{"show"'
    )


def _come_back(server: servers.Server, size: int, seen: int, frames: int) -> float:
    """Seconds of CPU for their coming, until each has the `frames` it missed and the server rests."""
    before = server.cpu()
    crowd = crowd_of(server, size, seen)
    if frames:
        crowd.wait(frames)
    _settle(server)
    cpu = server.cpu() - before
    crowd.close()
    _settle(server)
    return cpu


def _settle(server: servers.Server) -> None:
    """Until the server has nothing left to do."""
    last = -1.0
    while server.cpu() - last > 0.002:
        last = server.cpu()
        time.sleep(0.1)


@contextlib.contextmanager
def database() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="roundtable-bench-"))
    with postgres.running(folder, postgres.FAST) as url:
        asyncio.run(migrations.migrate(url))
        yield url
