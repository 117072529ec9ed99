"""The database: what it is, whether it fits the code, and whether what waits in it goes on."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg

from community import migrations
from community.commands.doctor.findings import Finding, broken, found, note, well
from community.config import CannotStart, settings
from community.jobs import WORKERS

DRIFT = 5  # seconds between the database's clock and this machine's
LATE = timedelta(minutes=10)  # for a job that is due, and for an event that nobody was told of
OFTEN = 8  # tries: a job that went wrong so often has been waiting for some minutes
Look = Callable[[asyncpg.Connection], Awaitable[Finding]]


async def look() -> list[Finding]:
    connection = await asyncpg.connect(settings().database_url, timeout=5, command_timeout=5)
    try:
        looks: list[Look] = [_version, _clock, _connections, _listens]
        findings = [await each(connection) for each in looks]
        findings.append(fits := await _migrations())
        if fits.state == "ok":
            at_work: list[Look] = [_workers, _given_up, _tried_again, _told]
            findings += [await each(connection) for each in at_work]
        return findings
    finally:
        await connection.close()


async def _version(connection: asyncpg.Connection) -> Finding:
    name = (await connection.fetchval("select current_setting('server_version')")).split()[0]
    return found(
        "version", connection.get_server_version().major >= 15, f"PostgreSQL {name} answers.",
        f"PostgreSQL {name} answers; it must be version 15 or newer.",
    )  # fmt: skip


async def _clock(connection: asyncpg.Connection) -> Finding:
    apart = abs((await _now(connection) - datetime.now(UTC)).total_seconds())
    return found(
        "clock", apart <= DRIFT, "This machine's clock and the database's agree.",
        f"This machine's clock and the database's are {apart:.0f} s apart. The database's counts, but signatures and "
        "logs go by this one: let both ask a time server.",
    )  # fmt: skip


async def _connections(connection: asyncpg.Connection) -> Finding:
    allowed = int(await connection.fetchval("select current_setting('max_connections')"))
    wanted = settings().workers * (settings().web_pool + 3)  # its pool, one that listens, one for jobs, one to spare
    says = f"PostgreSQL allows {allowed} connections, of which we may take {wanted}"
    advice = "lower ROUNDTABLE_WORKERS or ROUNDTABLE_WEB_POOL, or raise max_connections"
    return found("connections", wanted < allowed, f"{says}.", f"{says}: {advice}.")


async def _listens(connection: asyncpg.Connection) -> Finding:
    heard = asyncio.Event()
    await connection.add_listener("doctor", lambda *_: heard.set())
    await connection.execute("notify doctor")
    try:
        async with asyncio.timeout(3):
            await heard.wait()
    except TimeoutError:
        return broken("listen", "LISTEN hears nothing, so pages are late. A pooler in between must be in session mode.")
    return well("listen", "LISTEN hears what NOTIFY says.")


async def _migrations() -> Finding:
    try:
        waiting = await migrations.pending(settings().database_url)
    except CannotStart as problem:
        return broken("migrations", str(problem))
    return found(
        "migrations", not waiting, "The database is up to date with the code.",
        f"{len(waiting)} migrations wait, the first is {waiting[0] if waiting else ''}: run `python3 run migrate`.",
    )  # fmt: skip


async def _workers(connection: asyncpg.Connection) -> Finding:
    """Who carries out jobs, and whether they keep up."""
    workers = await connection.fetchval(
        """
        select count(*) from pg_locks
        where locktype = 'advisory' and classid = cast($1 as oid) and objsubid = 2
              and database = (select oid from pg_database where datname = current_database())
        """,
        WORKERS,
    )
    late = await connection.fetchrow(
        """
        select count(*) as many, min(coalesce(at, queued_at)) as since from job
        where given_up_at is null and coalesce(at, queued_at) < $1
        """,
        await _now(connection) - LATE,
    )
    if late["many"]:
        advice = "stop and start `serve`" if workers else "start `serve`, or `work` beside `serve --no-work`"
        says = f"{late['many']} jobs are overdue since {late['since']:%Y-%m-%d %H:%M} UTC, {workers} processes work"
        return broken("workers", f"{says}: {advice}.")
    if not workers:
        return note("workers", "Nobody carries out jobs just now: Roundtable is not running, or with --no-work only.")
    return well("workers", f"{workers} processes carry out jobs, and none is overdue.")


async def _given_up(connection: asyncpg.Connection) -> Finding:
    failed = await _jobs(connection, "given_up_at is not null")
    return found("jobs", not failed, "No job was given up.", f"Jobs that were given up: {failed}.")


async def _tried_again(connection: asyncpg.Connection) -> Finding:
    again = await _jobs(connection, f"given_up_at is null and tries >= {OFTEN}")
    says = f"Jobs that go wrong again and again: {again}."
    return found("outbox", not again, "No job has to be tried again and again.", says)


async def _jobs(connection: asyncpg.Connection, which: str) -> str:
    rows = await connection.fetch(
        f"""
        select name, problem, count(*) as many from job where {which}
        group by name, problem order by max(id) desc, name, problem limit 20
        """  # noqa: S608
    )
    return "; ".join(f"{row['many']} × {row['name']} ({row['problem']})" for row in rows)


async def _told(connection: asyncpg.Connection) -> Finding:
    """Whether each follower of the log, such as the one that writes notices, has read it."""
    rows = await connection.fetch(
        """
        select log_mark.name, count(*) as many from log_mark
        join event on (event.xact, event.id) > (log_mark.xact, log_mark.id)
        where event.at < $1 group by log_mark.name order by log_mark.name limit 20
        """,
        await _now(connection) - LATE,
    )
    behind = ", ".join(f"{row['name']} is {row['many']} events behind" for row in rows)
    return found(
        "log", not behind, "Whoever reads the log has read it.",
        f"Notices and counts are late: {behind}. A process that works must run; what it says in its log is why.",
    )  # fmt: skip


async def _now(connection: asyncpg.Connection) -> datetime:
    return await connection.fetchval("select clock_timestamp()")
