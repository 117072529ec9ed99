"""Rows into tables by COPY, in pieces, so that ten million of them are never held at once."""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any

import asyncpg

PIECE = 5_000  # lines of one write


async def copy(raw: asyncpg.Connection, table: str, columns: tuple[str, ...], rows: Iterable[tuple | str]) -> int:
    """Write these rows; how many there were. A text may hold no tab, line end or backslash: ours do not.

    A row may also be the line that it becomes: ten million of them are put together at once.
    """
    counted = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal counted
        left = iter(rows)
        while piece := list(islice(left, PIECE)):
            counted += len(piece)
            yield "".join(row if isinstance(row, str) else line(row) for row in piece).encode()

    await raw.copy_to_table(table, source=pieces(), columns=list(columns), format="text")
    return counted


async def go_on_behind(raw: asyncpg.Connection, *tables: str) -> None:
    """COPY wrote the numbers itself: the next row by hand gets the one behind the last."""
    for table in tables:
        await raw.execute(
            f"select setval(pg_get_serial_sequence('{table}', 'id'), coalesce((select max(id) from {table}), 0) + 1, false)"  # noqa: S608, E501
        )


def line(row: tuple) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, bytes):
        return r"\\x" + value.hex()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
