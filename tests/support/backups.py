"""Backups for tests: a world that has one, a place that is empty, and what lies in a database."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from community.commands.keeping import tables
from tests.support.servers import start_command

WANTED = "select cast(cast(relation as regclass) as text) as name from pg_locks where not granted limit 100"
ZOE = "insert into person (name, called, created_at) values ('Zoe Kahn', 'Zoe', clock_timestamp())"
FILES = """
select file from upload where file <> '' union select copy from upload where copy <> ''
union select file from upload_page union select picture_file from person where picture_file <> '' order by 1 limit 100
"""
# What a restore makes anew: how pages know of it, and the counting of transactions, which is each server's own.
ANEW = {("log_epoch", "value"), ("event", "xact"), ("log_mark", "xact"), ("log_mark", "id")}


@dataclass(frozen=True)
class World:
    url: str
    folder: Path
    backup: Path
    said: str
    credential: bytes
    award: str


async def command(*arguments: str, gives: int = 0, **environ: str) -> str:
    process = await start_command(*arguments, **environ)
    async with asyncio.timeout(120):
        said = (await process.communicate())[0].decode()
    assert process.returncode == gives, said
    return said


async def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table as text, without what a restore makes anew."""
    connection = await asyncpg.connect(url)
    try:
        found = {}
        for table in await connection.fetch(tables.TABLES):
            columns = [name for name in table["columns"] if (table["name"], name) not in ANEW]
            listed = ", ".join(f'"{name}"' for name in columns)
            rows = await connection.fetch(
                f"select cast(row({listed}) as text) as row from \"{table['name']}\" order by 1"
            )
            found[table["name"]] = [row["row"] for row in rows]
        sequences = await connection.fetch(tables.SEQUENCES)
        found["sequences"] = [str(await tables.position(connection, row["name"])) for row in sequences]
        return found
    finally:
        await connection.close()


async def shape_of(url: str) -> list[str]:
    """Columns, constraints, indexes, triggers: what the database lets happen."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            """
            select pg_get_constraintdef(oid) || conname || cast(cast(conrelid as regclass) as text) as is_so
            from pg_constraint where connamespace = cast('public' as regnamespace)
            union all select indexdef from pg_indexes where schemaname = 'public'
            union all select pg_get_triggerdef(oid) || cast(tgenabled as text) from pg_trigger where not tgisinternal
            union all select table_name || column_name || data_type || is_nullable || coalesce(column_default, '')
            from information_schema.columns where table_schema = 'public'
            order by 1
            """
        )
        return [row["is_so"] for row in rows]
    finally:
        await connection.close()


async def first(url: str, question: str):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def run(url: str, deed: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(deed)
    finally:
        await connection.close()


class _Held:
    def __init__(self, url: str, tables: tuple[str, ...]) -> None:
        self.url, self.tables = url, tables

    async def somebody_waits(self) -> None:
        """Until each of the tables that are held was wanted by somebody."""
        connection, left = await asyncpg.connect(self.url), set(self.tables)
        try:
            async with asyncio.timeout(90):
                while left:
                    rows = await connection.fetch(WANTED)
                    left -= {row["name"] for row in rows}
        finally:
            await connection.close()


@asynccontextmanager
async def held_at(url: str, *tables: str, mode: str = "access exclusive"):
    """Inside, nobody can read these tables; in the mode `share` they can, and nobody can write to them."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(f"lock table {', '.join(tables)} in {mode} mode")
            yield _Held(url, tables)
    finally:
        await connection.close()


