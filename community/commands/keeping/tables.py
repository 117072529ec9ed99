"""All rows of a database, out by COPY and in again: whatever PostgreSQL it is, and without its programs.

The schema is not in a backup: the migrations make it, the very same ones by their hashes.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg

from community import files
from community.commands.keeping.parts import Draft, Sealed

FILE = re.compile(rb"(?:(?<=[\t\n])|^)" + files.NAME.pattern.encode() + rb"(?=[\t\n])")
LEAVING = "stray_file"  # names what the store may let go of
TABLES = """
select class.relname as name, array_agg(cast(attribute.attname as text) order by attribute.attnum) as columns
from pg_class class join pg_attribute attribute on attribute.attrelid = class.oid
where class.relnamespace = cast('public' as regnamespace) and class.relkind = 'r'
      and attribute.attnum > 0 and not attribute.attisdropped and attribute.attgenerated = ''
      and not exists (select from pg_depend where objid = class.oid and deptype = 'e')
group by class.relname order by class.relname limit 10000
"""
SEQUENCES = """
select cast(sequencename as text) as name from pg_sequences where schemaname = 'public'
order by sequencename limit 10000
"""
REFERENCES = """
select cast(conrelid as regclass)::text as place, quote_ident(conname) as name, pg_get_constraintdef(oid) as says
from pg_constraint where contype = 'f' and connamespace = cast('public' as regnamespace)
order by conrelid, conname limit 10000
"""


async def write(connection: asyncpg.Connection, draft: Draft) -> tuple[dict[str, Any], set[str]]:
    """Every table as it was at one moment, while others write on: for the manifest, and the files it names."""
    named: set[str] = set()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        tables = {}
        for table in await connection.fetch(TABLES):
            with draft.packed(_part(table["name"])) as part:
                looking = _Looking(part, set() if table["name"] == LEAVING else named)
                done = await connection.copy_from_table(
                    table["name"], columns=table["columns"], schema_name="public", output=looking.take, format="text"
                )
            tables[table["name"]] = {"columns": table["columns"], "rows": int(done.split()[-1])}
        known = await connection.fetch("select name, sha256 from schema_migration order by name limit 10000")
    sequences = {row["name"]: await position(connection, row["name"]) for row in await connection.fetch(SEQUENCES)}
    said = {"migrations": [list(row) for row in known], "tables": tables, "sequences": sequences}
    return said, named


async def load(connection: asyncpg.Connection, sealed: Sealed) -> int:
    """Put the rows of a backup in the place of all that the migrations made, in the transaction at hand; how many.

    Keys to other tables are taken away and made again: so each is checked, and no right of a superuser is needed.
    """
    references = await connection.fetch(REFERENCES)
    for each in references:
        await connection.execute(f"alter table {each['place']} drop constraint {each['name']}")
    here = [table["name"] for table in await connection.fetch(TABLES)]
    for name in here:
        await connection.execute(f'alter table public."{name}" disable trigger user; delete from public."{name}"')  # noqa: S608
    rows = 0
    for name, table in sealed.manifest["tables"].items():
        await connection.copy_to_table(
            name, columns=table["columns"], schema_name="public", format="text",
            source=_slowly(sealed.unpacked(_part(name))),
        )  # fmt: skip
        rows += table["rows"]
    for name, (last, called) in sealed.manifest["sequences"].items():
        await connection.execute("select setval(cast($1 as regclass), $2, $3)", f'public."{name}"', last, called)
    await _anew(connection)
    for name in here:
        await connection.execute(f'alter table public."{name}" enable trigger user')
    for each in references:
        await connection.execute(f"alter table {each['place']} add constraint {each['name']} {each['says']}")
    return rows


async def _anew(connection: asyncpg.Connection) -> None:
    """Another server counts its transactions anew: what each follower of the log has not read yet stays just that.

    Each event is put behind as many marks as it was, in numbers that are lower than any server's. And pages that know
    a later state than this one load again, by the new epoch.
    """
    await connection.execute(
        """
        update log_epoch set value = replace(cast(gen_random_uuid() as text), '-', '');
        update event set xact = cast(cast(3 + (
            select count(*) from log_mark where (log_mark.xact, log_mark.id) < (event.xact, event.id)
        ) as text) as xid8);
        update log_mark set id = 9223372036854775807, xact = cast(cast(3 + (
            select count(*) from log_mark other where (other.xact, other.id) < (log_mark.xact, log_mark.id)
        ) as text) as xid8);
        """
    )


async def position(connection: asyncpg.Connection, name: str) -> list[Any]:
    """Where a sequence stands: its last value, and whether that was given away."""
    return list(await connection.fetchrow(f'select last_value, is_called from public."{name}"'))  # noqa: S608


async def _slowly(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _part(table: str) -> str:
    return f"database/{table}.copy.gz"


class _Looking:
    """Passes rows on, and notes each field that is the name of a file in the store."""

    def __init__(self, part: Any, named: set[str]) -> None:
        self._part, self._named, self._rest = part, named, b""

    async def take(self, data: bytes) -> None:
        self._part.write(data)
        whole, end, self._rest = (self._rest + data).rpartition(b"\n")
        self._named.update(name.decode() for name in FILE.findall(whole + end))
