"""Look whether everything that Roundtable needs is there, and say so in plain sentences."""

import asyncio
import os
import platform
import shutil
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

import asyncpg

from community import mail, migrations
from community.awards.keys import store
from community.commands import database
from community.config import CannotStart, settings

ROOM = 1_000_000_000  # bytes on the disk, below which uploads and the database are in danger
DRIFT = 5  # seconds between the database's clock and this machine's that are worth a word
Finding = tuple[bool, str]  # whether it is well, and the sentence


def doctor() -> int:
    """Print one sentence for each thing; 1 if something is broken. Changes nothing."""
    sick = False
    for well, sentence in _findings():
        print(f"{'ok    ' if well else 'BROKEN'}  {sentence}", flush=True)
        sick = sick or not well
    return int(sick)


def _findings() -> Iterator[Finding]:
    yield True, f"Python {platform.python_version()}."
    yield True, f"Settings: people open {settings().base_url}."
    yield _folder()
    yield _room()
    yield _keys()
    yield asyncio.run(_mail())
    try:
        with database.running() as own:
            yield from database.asked(_database(own))
    except CannotStart as problem:
        yield False, str(problem)


def _folder() -> Finding:
    data = settings().data
    above = next(folder for folder in (data, *data.parents) if folder.exists())
    well = os.access(above, os.W_OK)
    advice = "" if well else "not: change its owner, or choose another with --data"
    return well, f"The data folder {data} can {advice or 'be written'}."


def _keys() -> Finding:
    folder = settings().keys
    try:
        store.check(folder)
    except CannotStart as problem:
        return False, str(problem)
    return True, f"Keys that badges are signed with: {folder}, readable by its owner only; keep a copy of it."


def _room() -> Finding:
    above = next(folder for folder in (settings().data, *settings().data.parents) if folder.exists())
    free = shutil.disk_usage(above).free
    return free > ROOM, f"{free / 1e9:.1f} GB are free on the disk of {above}{'' if free > ROOM else ': make room'}."


async def _mail() -> Finding:
    if not settings().smtp:
        return True, f"No mail server is set (ROUNDTABLE_SMTP): mail is kept in {settings().data / 'mail'}."
    try:
        await mail.greet()
    except OSError as problem:
        return False, f"The mail server does not let us in: {problem}. Look at ROUNDTABLE_SMTP."
    return True, "The mail server lets us in."


async def _database(own: bool) -> list[Finding]:
    connection = await asyncpg.connect(settings().database_url, timeout=5, command_timeout=5)
    try:
        looks: list[Callable[[asyncpg.Connection], Awaitable[Finding]]] = [_version, _clock, _connections, _listens]
        found = [await look(connection) for look in looks]
        found.append(await _migrations())
        if found[-1][0]:
            found.append(await _failed_jobs(connection))
        return found
    finally:
        await connection.close()


async def _version(connection: asyncpg.Connection) -> Finding:
    version = connection.get_server_version()
    well = version.major >= 15
    name = await connection.fetchval("select current_setting('server_version')")
    return well, f"PostgreSQL {name.split()[0]} answers{'' if well else '; it must be version 15 or newer'}."


async def _clock(connection: asyncpg.Connection) -> Finding:
    apart = abs((await connection.fetchval("select clock_timestamp()") - datetime.now(UTC)).total_seconds())
    if apart > DRIFT:
        return True, f"This machine's clock and the database's are {apart:.0f} s apart; the database's counts."
    return True, "This machine's clock and the database's agree."


async def _connections(connection: asyncpg.Connection) -> Finding:
    allowed = int(await connection.fetchval("select current_setting('max_connections')"))
    wanted = settings().workers * (settings().web_pool + 3)  # its pool, one that listens, one for jobs, one to spare
    well = wanted < allowed
    advice = "" if well else ": lower ROUNDTABLE_WORKERS or ROUNDTABLE_WEB_POOL, or raise max_connections"
    return well, f"PostgreSQL allows {allowed} connections, of which we may take {wanted}{advice}."


async def _listens(connection: asyncpg.Connection) -> Finding:
    heard = asyncio.Event()
    await connection.add_listener("doctor", lambda *_: heard.set())
    await connection.execute("notify doctor")
    try:
        async with asyncio.timeout(3):
            await heard.wait()
    except TimeoutError:
        return False, "LISTEN hears nothing: pages will be late. A pooler in between must be in session mode."
    return True, "LISTEN hears what NOTIFY says."


async def _migrations() -> Finding:
    waiting = await migrations.pending(settings().database_url)
    if waiting:
        return False, f"{len(waiting)} migrations wait, the first is {waiting[0]}: run `python3 run migrate`."
    return True, "The database is up to date with the code."


async def _failed_jobs(connection: asyncpg.Connection) -> Finding:
    rows = await connection.fetch(
        """
        select name, problem, count(*) as many from job where given_up_at is not null
        group by name, problem order by max(given_up_at) desc, name, problem limit 20
        """
    )
    failed = "; ".join(f"{row['many']} × {row['name']} ({row['problem']})" for row in rows)
    return not failed, f"Jobs that were given up: {failed}." if failed else "No job was given up."
