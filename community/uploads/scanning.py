"""The scanner for harmful files: one seam, spoken to as clamd wants it (INSTREAM). Without one set, none is asked."""

import asyncio
from urllib.parse import unquote, urlsplit

from community import files
from community.config import settings
from community.errors import Unavailable

PATIENCE = 120.0  # seconds for one file


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


async def _ask(name: str) -> str:
    where = urlsplit(settings().scanner)
    if where.hostname:
        reader, writer = await asyncio.open_connection(where.hostname, where.port or 3310)
    else:
        reader, writer = await asyncio.open_unix_connection(unquote(where.path))
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
