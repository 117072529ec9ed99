"""A small TCP proxy between two parts, to cut their network: a browser set offline keeps its open sockets open."""

import asyncio
import contextlib
from urllib.parse import parse_qs, unquote, urlsplit

import pytest_asyncio


class Proxy:
    """Listens on `port` of 127.0.0.1 and carries bytes to a server, until it is told otherwise."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.port = 0
        self.lag = 0.0  # seconds that each packet waits
        self._through = asyncio.Event()  # cleared: packets vanish, connections stay open
        self._through.set()
        self._open: set[asyncio.Task] = set()
        self._listener: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The target's address, by way of the proxy."""
        parts = urlsplit(self.target)
        if parts.scheme.startswith("postgres"):
            return f"{parts.scheme}://{parts.username or 'postgres'}@127.0.0.1:{self.port}{parts.path}"
        return f"{parts.scheme}://127.0.0.1:{self.port}"

    async def cut(self) -> None:
        """All connections break, and new ones are refused."""
        if self._listener:
            self._listener.close()
            self._listener = None
        await self.break_off()

    async def break_off(self) -> None:
        """All connections break; new ones are welcome."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def restore(self) -> None:
        """As if nothing had been: new connections, and what stands still goes on."""
        self._through.set()
        if self._listener is None:
            self._listener = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
            self.port = self._listener.sockets[0].getsockname()[1]

    def stall(self) -> None:
        """Connections stay open, new ones too, and nothing comes through: a half-open network."""
        self._through.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._open.add(task)
        there = None
        try:
            to_reader, there = await self._connect()
            async with asyncio.TaskGroup() as both:
                both.create_task(self._copy(reader, there))
                both.create_task(self._copy(to_reader, writer))
        except* (OSError, asyncio.IncompleteReadError):
            pass
        except* asyncio.CancelledError:
            pass
        finally:
            self._open.discard(task)
            for end in (writer, there):
                if end is not None:
                    end.transport.abort()

    async def _connect(self):
        parts = urlsplit(self.target)
        folder = parse_qs(parts.query).get("host")
        if folder:
            return await asyncio.open_unix_connection(f"{unquote(folder[0])}/.s.PGSQL.5432")
        return await asyncio.open_connection(parts.hostname, parts.port)

    async def _copy(self, reader, writer) -> None:
        while data := await reader.read(65536):
            if self.lag:
                await asyncio.sleep(self.lag)
            await self._through.wait()
            writer.write(data)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()


@contextlib.asynccontextmanager
async def _proxies():
    made: list[Proxy] = []

    async def make(target: str) -> Proxy:
        made.append(Proxy(target))
        await made[-1].restore()
        return made[-1]

    yield make
    for each in made:
        await each.cut()


@pytest_asyncio.fixture
async def proxy():
    """`await proxy(address)` gives a Proxy in front of a server of ours or of a database."""
    async with _proxies() as make:
        yield make


@pytest_asyncio.fixture(scope="module")
async def proxies():
    """The same, for as long as the module's servers need them."""
    async with _proxies() as make:
        yield make
