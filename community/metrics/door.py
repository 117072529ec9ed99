"""The port at which numbers are read: nothing else is there, and it is none of the app's doors."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from community.config import settings
from community.metrics import looks, text
from realtime import Realtime

log = logging.getLogger("roundtable.metrics")

PATIENCE = 5.0  # seconds for a request, and for its answer


@contextlib.asynccontextmanager
async def open(realtime: Realtime | None = None) -> AsyncIterator[None]:
    """Inside, numbers of this process can be read if a port was set: the first that is free, of one a process."""
    async with contextlib.AsyncExitStack() as stack:
        where = settings().metrics
        if where and (server := await _listen(*where, realtime)):
            stack.callback(server.close)
        yield


async def _listen(host: str, first: int, realtime: Realtime | None) -> asyncio.Server | None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with asyncio.timeout(PATIENCE):
                writer.write(await _answer(await reader.readuntil(b"\r\n\r\n"), realtime))
                await writer.drain()
        writer.close()

    ports = range(first, first + settings().workers + 1)  # one more for a process that only works
    for port in ports:
        with contextlib.suppress(OSError):
            server = await asyncio.start_server(answer, host, port)
            log.info("numbers of this process are at port %d", port)
            return server
    log.error("no port from %d to %d is free: numbers of this process cannot be read", ports[0], ports[-1])
    return None  # people are served all the same


async def _answer(head: bytes, realtime: Realtime | None) -> bytes:
    if not head.startswith(b"GET /metrics HTTP/1."):
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    body = text.written(await looks.families(realtime)).encode()
    about = f"HTTP/1.1 200 OK\r\nContent-Type: {text.KIND}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return about.encode() + body
