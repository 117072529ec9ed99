"""What wakes the processes: broadcaster over a LISTEN connection that heals. Another bus goes in by its address."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator

import asyncpg
from broadcaster import Broadcast, Event
from broadcaster._backends.base import BroadcastBackend  # not re-exported; broadcaster is pinned

log = logging.getLogger("roundtable.live")

CHANNEL = "events"
RESYNC = "!resync"  # after each connect: calls may have been missed
MOST_BYTES = 7_900  # of one message; PostgreSQL takes 7,999
BEAT = 5.0  # seconds between looks whether the other side still answers
LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Bus:
    """The one subscription of this process. Messages are calls "topic seq", or begin with "!"."""

    def __init__(self, url: str) -> None:
        self._healing = ListenBackend(url) if url.startswith("postgres") else None
        self._broadcast = Broadcast(backend=self._healing) if self._healing else Broadcast(url)

    async def messages(self) -> AsyncIterator[str]:
        """Endless; RESYNC after each connect."""
        async with self._broadcast, self._broadcast.subscribe(CHANNEL) as messages:
            if not self._healing:
                yield RESYNC
            while True:
                yield (await messages.get()).message

    async def publish(self, message: str) -> None:
        """Tell the other processes, if they can be reached. Never for what must not be lost: that is in the log."""
        await self._broadcast.publish(CHANNEL, message)

    def hears(self, within: float = 20.0) -> bool:
        """Whether the bus has answered lately."""
        return self._healing is None or time.monotonic() - self._healing.heard < within


class ListenBackend(BroadcastBackend):
    """LISTEN and NOTIFY on one connection of its own, which is made anew for ever."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._channels: set[str] = set()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._wake = asyncio.Event()
        self._connection: asyncpg.Connection | None = None
        self._one_at_a_time = asyncio.Lock()
        self.heard = float("-inf")

    async def connect(self) -> None:
        self._task = asyncio.create_task(self._run(), name="listen")

    async def disconnect(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def subscribe(self, channel: str) -> None:  # never awaits the network: no race of first subscribers
        self._channels.add(channel)
        self._wake.set()

    async def unsubscribe(self, channel: str) -> None:
        self._channels.discard(channel)
        self._wake.set()

    async def publish(self, channel: str, message: str) -> None:
        connection = self._connection
        if connection is None:
            return
        async with self._one_at_a_time:
            with contextlib.suppress(*LOST):
                await connection.execute("select pg_notify($1, $2)", channel, message)

    async def next_published(self) -> Event:
        return await self._events.get()

    async def _run(self) -> None:
        delay = 0.1
        while True:
            try:
                await self._listen()
                delay = 0.1
                log.warning("LISTEN connection lost")
            except LOST as problem:
                log.warning("LISTEN failed: %r; again in %.1f s", problem, delay)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 2.0)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self._url, timeout=2, command_timeout=2, server_settings={"application_name": "roundtable-listen"}
        )
        try:
            connection.add_termination_listener(lambda _: self._wake.set())
            have: set[str] = set()
            while not connection.is_closed():
                self._wake.clear()
                async with self._one_at_a_time:
                    await self._adjust(connection, have)
                self._connection = connection
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(BEAT):  # Python 3.11's wait_for can swallow a cancellation
                        await self._wake.wait()
        finally:
            self._connection = None
            connection.terminate()

    async def _adjust(self, connection: asyncpg.Connection, have: set[str]) -> None:
        """Listen to what is wanted; a connection that is half dead is found here."""
        await connection.execute("select 1")
        self.heard = time.monotonic()
        for channel in self._channels - have:
            await connection.add_listener(channel, self._on)
            have.add(channel)
            self._events.put_nowait(Event(channel, RESYNC))
        for channel in have - self._channels:
            await connection.remove_listener(channel, self._on)
            have.discard(channel)

    def _on(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        self._events.put_nowait(Event(channel, str(payload)))
