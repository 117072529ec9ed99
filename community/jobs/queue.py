"""The table of jobs: queued in the transaction that wants them, taken by one worker, done, tried again or given up."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from community import chance, clock, db, logs

MOST_TRIES = 200  # about two days: a mail server may be away for a weekend; then `doctor` lists the job
KEPT = timedelta(days=90)  # jobs that were given up
LONGEST_WAIT = 900  # seconds between two tries
WORKERS = 0x4A4F4253  # the first half of the advisory lock that a worker holds on its own process id


@dataclass(frozen=True)
class Job:
    """`await do(payload)`, safe to repeat, in at most `within` seconds, at most `at_once` in one process.

    With `every` it also comes by itself, with an empty payload. What it raises is tried again later and later;
    errors.Refused is given up at once.
    """

    do: Callable[[dict], Awaitable[None]]
    every: timedelta | None = None
    within: float = 60.0
    at_once: int = 2


class NotYet(Exception):
    """Raised by a job whose time has not come: it waits until `at`, and this was no try."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"not before {at}")
        self.at = at


@dataclass(frozen=True)
class Taken:
    """A job that a worker has; `tries` counts this one."""

    id: int
    name: str
    payload: dict
    tries: int


async def later(name: str, payload: dict, at: datetime | None = None, key: str | None = None) -> None:
    """Queue job `name` in the transaction at hand, not before `at` (at once without it). One `key` waits only once."""
    await db.value(
        """
        with queued as (
            insert into job (name, payload, key, at, queued_at)
            values (:name, cast(:payload as jsonb), :key, :at, :queued_at)
            on conflict (key) where given_up_at is null do nothing returning id
        )
        select pg_notify('jobs', '') from queued
        """,
        name=name,
        payload=payload,
        key=key,
        at=at,
        queued_at=clock.now(),
    )


async def later_all(name: str, waiting: list[tuple[dict, datetime, str]]) -> None:
    """Queue job `name` for each (payload, not before, key), like `later`, in one statement."""
    if not waiting:
        return
    payloads, at, keys = zip(*waiting, strict=True)
    await db.value(
        """
        with queued as (
            insert into job (name, payload, key, at, queued_at)
            select :name, cast(new.payload as jsonb), new.key, new.at, :queued_at
            from unnest(cast(:payloads as text[]), cast(:at as timestamptz[]), cast(:keys as text[]))
                 with ordinality as new(payload, at, key, place)
            order by new.place
            on conflict (key) where given_up_at is null do nothing returning id
        )
        select count(pg_notify('jobs', '')) from queued
        """,
        name=name,
        payloads=[json.dumps(payload) for payload in payloads],
        at=list(at),
        keys=list(keys),
        queued_at=clock.now(),
    )


async def begin(connection: asyncpg.Connection) -> None:
    """From here on the worker with this connection is alive; what a former one with its number had is free."""
    await connection.execute("select pg_advisory_lock($1, pg_backend_pid())", WORKERS)
    await connection.execute("update job set worker = null where worker = pg_backend_pid()")


async def take(connection: asyncpg.Connection, names: list[str]) -> Taken | None:
    """The next job of these names that is due, for the worker with this connection; None if there is none."""
    row = await connection.fetchrow(TAKE, names, clock.now(), WORKERS)
    return Taken(**dict(row) | {"payload": json.loads(row["payload"])}) if row else None


async def done(taken: Taken, every: timedelta | None) -> None:
    """It is done: gone, or waiting for its next turn."""
    if every is None:
        await db.run("delete from job where id = :id and tries = :tries", id=taken.id, tries=taken.tries)
    else:
        await db.run(
            "update job set at = :at, tries = 0, problem = '', worker = null where id = :id and tries = :tries",
            id=taken.id,
            tries=taken.tries,
            at=clock.now() + every,
        )


async def put_off(taken: Taken, at: datetime) -> None:
    """Its time has not come."""
    await db.run(
        "update job set at = :at, tries = tries - 1, worker = null where id = :id and tries = :tries",
        id=taken.id,
        tries=taken.tries,
        at=at,
    )


async def again(taken: Taken, problem: Exception) -> timedelta:
    """It went wrong: another try, after a wait that doubles, with chance in it. How long."""
    wait = timedelta(seconds=chance.around(min(2 ** min(taken.tries, 10), LONGEST_WAIT)))
    await db.run(
        "update job set at = :at, problem = :problem, worker = null where id = :id and tries = :tries",
        id=taken.id,
        tries=taken.tries,
        at=clock.now() + wait,
        problem=_said(problem),
    )
    return wait


async def give_up(taken: Taken, problem: Exception) -> None:
    """Nobody tries again. The row stays for `doctor`; its key may be queued anew."""
    await db.run(
        "update job set given_up_at = :at, problem = :problem, worker = null where id = :id and tries = :tries",
        id=taken.id,
        tries=taken.tries,
        at=clock.now(),
        problem=_said(problem),
    )


async def forget() -> None:
    """Take away what was given up so long ago that nobody looks at it any more, with the addresses in it."""
    await db.run("delete from job where given_up_at < :before", before=clock.now() - KEPT)


def _said(problem: Exception) -> str:
    return logs.redacted(f"{type(problem).__name__}: {problem}")[:500]


# A worker is alive while it holds the lock on its own number: PostgreSQL lets go of it with the worker's connection.
TAKE = """
update job set worker = pg_backend_pid(), tries = tries + 1
where id = (
    select id from job
    where name = any($1) and given_up_at is null and (at is null or at <= $2) and (worker is null or worker not in (
        select cast(cast(objid as bigint) as integer) from pg_locks
        where locktype = 'advisory' and classid = cast($3 as oid) and objsubid = 2
              and database = (select oid from pg_database where datname = current_database())
    ))
    order by at nulls first, id limit 1 for update skip locked
)
returning id, name, cast(payload as text) as payload, tries
"""
