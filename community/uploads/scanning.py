"""The scanner for harmful files: one seam, spoken to as clamd wants it (INSTREAM). Without one set, none is asked."""

import asyncio
from urllib.parse import unquote, urlsplit

from community import files
from community.config import settings
from community.errors import Unavailable

PATIENCE = 120.0  # seconds for one file
GREETING = 5.0  # seconds for a word of greeting


async def is_harmful(name: str) -> bool:
    """Whether the scanner knows it for harmful. Unavailable when it does not answer: then nobody opens the file."""
    if not settings().scanner:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            said = await _ask(name)
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as problem:
        raise Unavailable from problem
    if not said.startswith("stream:") or not said.endswith((" OK", " FOUND")):
        raise Unavailable
    return said.endswith(" FOUND")


async def greet() -> None:
    """Unavailable when the scanner that is set does not answer."""
    try:
        async with asyncio.timeout(GREETING):
            reader, writer = await _connected()
            writer.write(b"zPING\0")
            said = await reader.readuntil(b"\0")
            writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as problem:
        raise Unavailable from problem
    if said != b"PONG\0":
        raise Unavailable(f"it said {said[:40]!r}")


async def _connected() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(settings().scanner)
    if where.hostname:
        return await asyncio.open_connection(where.hostname, where.port or 3310)
    return await asyncio.open_unix_connection(unquote(where.path))


async def _ask(name: str) -> str:
    reader, writer = await _connected()
    try:
        writer.write(b"zINSTREAM\0")
        async for piece in (await files.open(name)).chunks:
            writer.write(len(piece).to_bytes(4) + piece)
            await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
        return (await reader.readuntil(b"\0"))[:-1].decode("utf-8", "replace")
    finally:
        writer.close()
