"""Plain SQL files, forward only, each in one transaction, under one lock. An altered old file is refused by name."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import asyncpg

from community.config import CannotStart

FOLDER = Path(__file__).parents[1] / "migrations"
LOCK = 0x526F756E  # one number for all processes
TABLE = """
create table if not exists schema_migration (
    name text primary key, sha256 text not null, at timestamptz not null default clock_timestamp()
)
"""


TOLD = "insert into schema_migration (name, sha256) values ($1, $2)"


class Refused(CannotStart):
    """Why the database is left as it is: a sentence that names the file."""


def files() -> list[Path]:
    """The migrations in their order."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


async def migrate(url: str, before: Callable[[str], Awaitable[None]] | None = None) -> list[str]:
    """Bring the database up to date; the names of what was applied. A second run at once waits and does nothing.

    `before` is told the first name, while nobody else migrates, if the database is not new. What it raises leaves all
    as it is. Raises Refused. What fails, and whatever was under way when the process died, is rolled back whole.
    """
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        done = await _known(connection)
        _check(done)
        new = [file for file in files() if file.name not in done]
        if before and new and done:
            await before(new[0].name)
        await apply(connection, new)
    finally:
        await connection.close()
    return [file.name for file in new]


async def pending(url: str) -> list[str]:
    """The names of what `migrate` would apply. Raises Refused as it does."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        done = await _known(connection)
    finally:
        await connection.close()
    _check(done)
    return [file.name for file in files() if file.name not in done]


async def apply(connection: asyncpg.Connection, new: Iterable[Path]) -> None:
    """Carry out these files, each whole or not at all. Raises Refused."""
    await connection.execute(TABLE)
    for file in new:
        await _apply(connection, file.name, file.read_text("utf-8"))


def sha256_of(file: Path) -> str:
    """By what an altered one is known."""
    return _sha256(file.read_text("utf-8"))


async def _known(connection: asyncpg.Connection) -> dict[str, str]:
    if not await connection.fetchval("select to_regclass('schema_migration')"):
        return {}
    return dict(await connection.fetch("select name, sha256 from schema_migration order by name limit 10000"))


def _check(done: dict[str, str]) -> None:
    here = {file.name: file for file in files()}
    for name, sha256 in done.items():
        if name not in here:
            raise Refused(f"The database is newer than this code: it knows migration {name}. Run the newer release.")
        if sha256_of(here[name]) != sha256:
            raise Refused(f"Migration {name} was altered after it was applied. Put it back, and write a new one.")


async def _apply(connection: asyncpg.Connection, name: str, script: str) -> None:
    try:
        async with connection.transaction():
            await connection.execute("set local lock_timeout = '5s'")
            await connection.execute(script)
            await connection.execute(TOLD, name, _sha256(script))
    except asyncpg.PostgresError as problem:
        raise Refused(f"Migration {name} failed and left nothing behind: {problem}") from problem


def _sha256(script: str) -> str:
    return hashlib.sha256(script.encode()).hexdigest()  # of the text: line ends differ between machines
