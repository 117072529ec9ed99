"""The whole path of the product: a message is posted, written, told, rendered once, and reaches the last socket."""

import asyncio
import contextlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks import fan_out, servers
from benchmarks.crowd import Crowd
from benchmarks.log import database
from benchmarks.settings import for_benchmarks

PEOPLE = 25  # nobody may hold more than 50 sockets


def whole_path(size: int = 1000, rounds: int = 3, messages: int = 10) -> None:
    """CPU of the app from POST to the last of `size` sockets, beside C that only sends; and the event's own cost."""
    print(f"one message posted in a cohort, {size} sockets (CPU of the app, PostgreSQL not counted)", flush=True)
    with database() as url, for_benchmarks(DATABASE_URL=url):
        world = asyncio.run(_world(url))
        with contextlib.ExitStack() as stack:
            floor = stack.enter_context(fan_out.gathered("floor", size)) if servers.can_run("floor") else None
            server = stack.enter_context(_serving())
            few = _listen(server, world, 1)
            own = [_posts(server, few, world, messages)[0] for _ in range(rounds)]
            crowd = _listen(server, world, size)
            told, floors, last = [], [], []
            for _ in range(rounds):
                cpu, seconds = _posts(server, crowd, world, messages)
                told.append(cpu)
                last.append(seconds)
                if floor:
                    floors.append(fan_out.cost_of(*floor, messages) / messages)
    path, alone = statistics.median(told) * 1000, statistics.median(own) * 1000
    print(f"  {'the whole path':<42}{path:8.2f} ms CPU   last of {size} after {statistics.median(last) * 1000:6.1f} ms")
    print(f"  {'of it the event, with one reader':<42}{alone:8.2f} ms CPU")
    if floors:
        least = statistics.median(floors) * 1000
        print(
            f"  {f'C, {size} × send(), nothing else':<42}{least:8.2f} ms CPU     the path is {path / least:5.2f} × this"
        )


@dataclass(frozen=True)
class Reader:
    """Somebody's cookie, form token and mark of the channel."""

    cookie: str
    csrf: str
    mark: str


@dataclass(frozen=True)
class World:
    address: str
    readers: list[Reader]


async def _world(url: str) -> World:
    from community import db, events, signed
    from community.cookies import session_cookie
    from community.discussion import actions, queries
    from community.people.sessions import actions as sessions
    from tests.support.cohorts import a_cohort

    await db.open(url)
    async with a_cohort(None, *(f"Reader{number} Somebody" for number in range(PEOPLE)), capacity=PEOPLE) as made:
        seat = made.facilitator.seat
        channel = next(one for one in await queries.channels(seat, made.cohort) if one.spot == "general")
        first = await actions.post(seat, made.cohort, channel, "The first word makes the channel.", uuid4())
        topic, epoch, readers = f"channel:{first.channel_id}", await events.epoch(), []
        seq = (await events.newest([topic]))[topic]
        for member in list(made.members.values())[:PEOPLE]:
            token, _ = await sessions.begin(member.person, "password", "benchmark")
            (mark,) = signed.write_marks([signed.Mark(topic, epoch, seq)], member.person.id)
            csrf = signed.signer("csrf").dumps(f"person {member.person.id}")
            readers.append(Reader(f"{session_cookie()}={token}", csrf, json.dumps({"follow": [[mark, seq]]})))
    await db.close()
    return World(f"/cohorts/{made.id}/channels/{first.channel_id}/messages", readers)


@contextlib.contextmanager
def _serving() -> Iterator[servers.Server]:
    process = subprocess.Popen(
        [sys.executable, "-m", "community", "serve", "--no-work", "--port", "0"],
        cwd=servers.ROOT,
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        for line in process.stdout:
            if found := re.search(r"serving on http://[^:]+:(\d+)", line):
                break
        else:
            raise RuntimeError("the server ended")
        yield servers.Server("app", int(found[1]), process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _listen(server: servers.Server, world: World, size: int) -> Crowd:
    """`size` sockets that follow the channel; each has heard that it does."""
    reader = [world.readers[number % len(world.readers)] for number in range(size)]
    crowd = Crowd(
        server.port,
        size,
        "/live",
        lambda n: reader[n].mark,
        lambda n: f"Cookie: {reader[n].cookie}\r\n",
        b'{"following"',
    )
    crowd.wait_for_all(1)
    for client in crowd.clients:
        client.counted, client.frames = b'{"show"', 0
    return crowd


def _posts(server: servers.Server, crowd: Crowd, world: World, messages: int) -> tuple[float, float]:
    """Seconds of CPU, and to the last reader, for each message."""
    _post(server, world)
    crowd.wait_for_all(crowd.heard() + 1)
    before, seconds = server.cpu(), []
    for _ in range(messages):
        goal, begun = crowd.heard() + 1, time.perf_counter()
        _post(server, world)
        crowd.wait_for_all(goal)
        seconds.append(time.perf_counter() - begun)
    return (server.cpu() - before) / messages, statistics.median(seconds)


def _post(server: servers.Server, world: World) -> None:
    """As the page sends it; another member each time."""
    world.readers.append(world.readers.pop(0))
    body = urlencode({"text": "Two of my **students** tried it today. They asked for more.", "post_key": str(uuid4())})
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(
        "POST",
        world.address,
        body,
        {
            "Cookie": world.readers[0].cookie,
            "X-CSRF": world.readers[0].csrf,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "Origin": f"http://127.0.0.1:{server.port}",
        },
    )
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {answer.read()[:300]!r}")
    answer.read()
    connection.close()
