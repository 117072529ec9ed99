"""Sockets and topics: what happened, told at once to everybody who may see it. Knows nothing of the product."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from realtime import bus, presence, stopping, writing
from realtime.backlog import Backlog
from realtime.bus import Bus
from realtime.feed import Feed
from realtime.gates import Gates
from realtime.hub import Hub
from realtime.joining import Joining
from realtime.looks import Looks
from realtime.missed import Missed
from realtime.presence import Presence
from realtime.seams import Log, Rights, Shows, Visitor
from realtime.socket import Sockets
from realtime.writing import Writing

log = logging.getLogger("roundtable.live")

__all__ = ["Log", "Realtime", "Rights", "Shows", "Visitor"]


class Realtime:
    """All of it for one process. `url`: the database's, or another bus's; `most_sockets`: of one person."""

    def __init__(self, url: str, log: Log, rights: Rights, shows: Shows, most_sockets: int = 50) -> None:
        looks = Looks(shows)
        self.hub = Hub()
        self.bus = Bus(url)
        self.gates = Gates(self.hub, rights, shows)
        self.feed = Feed(self.hub, log, self.gates, looks)
        self.presence = Presence(self.hub, self.bus)
        backlog = Backlog(self.hub, log, looks)
        joining = Joining(self.hub, self.feed, backlog, self.presence, self.gates, rights)
        self.writing = Writing(self.hub, self.bus, self.presence.me, rights)
        self.sockets = Sockets(self.hub, joining, self.presence, self.writing, rights, most_sockets)
        self._missed = Missed(self.hub, joining, rights)

    async def endpoint(self, websocket: WebSocket) -> None:
        """WebSocketRoute("/live", realtime.endpoint)"""
        await self.sockets.endpoint(websocket)

    async def missed(self, request: Request) -> Response:
        """Route("/live/missed", realtime.missed)"""
        return await self._missed.endpoint(request)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Around the server's life, in its lifespan."""
        self.feed.epoch = await self.feed.log.epoch()
        works = (self._hear(), self.feed.run(), self.gates.watch(), self.presence.run())
        tasks = [asyncio.create_task(work) for work in works]
        try:
            with stopping.heeding(self.take_leave):
                yield
        finally:
            await self.presence.leave()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def take_leave(self) -> None:
        """No new sockets; those that are open are asked to come back."""
        self.sockets.stopping = True
        await stopping.take_leave(self.hub)

    def hears(self) -> bool:
        """Whether the bus was heard within 20 s."""
        return self.bus.hears()

    def here(self, topic: str) -> set[int]:
        """Who is here now, for a page: person ids."""
        return self.presence.here(topic)

    async def _hear(self) -> None:
        async for message in self.bus.messages():
            try:
                await self._heed(message)
            except Exception as problem:
                log.warning("a message on the bus was not understood: %r", problem)

    async def _heed(self, message: str) -> None:
        if message == bus.RESYNC:
            self.feed.resync()
            await self.presence.resync()
        elif message.startswith(presence.WORD):
            self.presence.hear(message)
        elif message.startswith(writing.WORD):
            self.writing.hear(message)
        else:
            topic, _, seq = message.rpartition(" ")
            self.feed.call(topic, int(seq))
