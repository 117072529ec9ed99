"""Work for later, through pgqueuer, and those who follow the whole log."""

import asyncio
import contextlib
import json
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import RetryRequested
from pgqueuer.queries import Queries

from community import clock, db
from community.events import Event

log = logging.getLogger("roundtable.jobs")

MOST_TRIES = 8  # then a job is kept as failed, for `doctor` to list
LOOK = 1.0  # seconds between two looks at the log


@dataclass(frozen=True)
class Job:
    """`await do(payload)`; with `every` (a crontab line) it also runs by itself, with an empty payload. Safe to repeat."""

    do: Callable[[dict], Awaitable[None]]
    every: str = ""


@dataclass(frozen=True)
class Follower:
    """`await handle(events)` sees every event once, in order, in the transaction that moves its mark."""

    handle: Callable[[list[Event]], Awaitable[None]]


async def later(name: str, payload: dict, at: datetime | None = None, key: str | None = None) -> None:
    """Queue job `name` in the transaction at hand, for the instant `at` (default: now). One `key` waits only once."""
    wait = max(at - clock.now(), timedelta()) if at else None
    async with db.connection() as held:
        queue = Queries(AsyncpgDriver(held.raw_connection))
        await queue.enqueue(name, json.dumps(payload).encode(), execute_after=wait, dedupe_key=key, on_conflict="skip")


class Worker:
    """Carries out jobs and reads the log, and begins again whenever the database went away."""

    def __init__(self, url: str, jobs: Mapping[str, Job], followers: Mapping[str, Follower]) -> None:
        self.url, self.jobs, self.followers = url, jobs, followers

    @contextlib.asynccontextmanager
    async def running(self):
        """Work in the background while inside; at the end jobs under way are released to others."""
        tasks = [asyncio.create_task(self.run(), name="jobs")]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_for_ever("queue", self._work))
            for name, follower in self.followers.items():
                group.create_task(_for_ever(f"follower {name}", lambda n=name, f=follower: _follow(n, f)))

    async def _work(self) -> None:
        """pgqueuer's run() ends when its connection dies, so it has one of its own, made anew each time."""
        connection = await asyncpg.connect(self.url, timeout=5, server_settings={"application_name": "roundtable-jobs"})
        try:
            queue = PgQueuer.from_asyncpg_connection(connection)
            for name, job in self.jobs.items():
                queue.entrypoint(name, on_failure="hold")(_carrying_out(job))
                if job.every:
                    queue.schedule(name, job.every)(_by_itself(job))
            await queue.run(dequeue_timeout=timedelta(seconds=5))
        finally:
            connection.terminate()


def _carrying_out(job: Job):
    async def carry_out(row) -> None:
        try:
            await job.do(json.loads(row.payload or b"{}"))
        except Exception as problem:
            if row.attempts + 1 >= MOST_TRIES:
                raise
            wait = timedelta(seconds=min(2 ** (row.attempts + 1), 600) * random.uniform(0.5, 1.5))  # noqa: S311
            raise RetryRequested(delay=wait, reason=repr(problem)) from problem

    return carry_out


def _by_itself(job: Job):
    async def carry_out(schedule) -> None:
        await job.do({})

    return carry_out


async def _follow(name: str, follower: Follower) -> None:
    await db.run(
        "insert into log_mark (name, xact, id) values (:name, cast('0' as xid8), 0) on conflict (name) do nothing", name=name
    )
    while True:
        if not await read_on(name, follower):
            await asyncio.sleep(LOOK)


async def read_on(name: str, follower: Follower, most: int = 500) -> int:
    """Give the follower what is new, at most `most` events; how many there were.

    Only what no transaction under way can still get in front of: xact below the oldest one running.
    """
    async with db.transaction():
        mine = await db.value("select name from log_mark where name = :name for update skip locked", name=name)
        rows = await db.many(dict, UNREAD, name=name, most=most) if mine else []
        if rows:
            xact, last = rows[-1]["xact"], rows[-1]["id"]
            await follower.handle([Event(**{k: v for k, v in row.items() if k != "xact"}) for row in rows])
            await db.run(
                "update log_mark set xact = cast(cast(:xact as text) as xid8), id = :id where name = :name",
                xact=xact, id=last, name=name,
            )
    return len(rows)


UNREAD = """
select event.topic, event.seq, event.id, event.kind, event.subject_id as about, event.person_id as by, event.at, event.detail,
       cast(event.xact as text) as xact
from event join log_mark on log_mark.name = :name
where event.xact < pg_snapshot_xmin(pg_current_snapshot()) and (event.xact, event.id) > (log_mark.xact, log_mark.id)
order by event.xact, event.id limit :most
"""


async def _for_ever(what: str, work: Callable[[], Awaitable[None]]) -> None:
    wait = 0.5
    while True:
        try:
            await work()
        except Exception as problem:  # a database that is away must not end the worker
            log.warning("%s stopped: %r; again in %.1f s", what, problem, wait)
        await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311
        wait = min(wait * 2, 15)
