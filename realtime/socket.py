"""One socket: who opens it, what it may say, and its end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from realtime import protocol, wire
from realtime.gates import own_topic
from realtime.hub import Hub, Reader
from realtime.joining import Joining
from realtime.presence import Presence
from realtime.protocol import Malformed
from realtime.seams import Rights, Visitor, is_away
from realtime.writing import Writing

log = logging.getLogger("roundtable.live")

MISTAKES = 3  # frames we do not understand, then the socket is closed
A_SECOND, AT_ONCE = 20, 60  # frames from one browser


class Sockets:
    """The door /live."""

    def __init__(
        self, hub: Hub, joining: Joining, presence: Presence, writing: Writing, rights: Rights, most: int
    ) -> None:
        self.hub, self.joining, self.presence, self.writing = hub, joining, presence, writing
        self.rights, self.most = rights, most
        self.stopping = False

    async def endpoint(self, websocket: WebSocket) -> None:
        """The websocket's whole life. Holds no connection of the database while it waits."""
        visitor = await self._admit(websocket)
        if isinstance(visitor, Response):
            return await _refuse(websocket, visitor)
        try:
            await websocket.accept()
        except WebSocketDisconnect:
            return
        out = wire.of(websocket)
        reader = Reader(visitor, out, self.hub, self.joining.wake)
        out.attend(reader)
        self.hub.add(reader)
        try:
            async with _sending(out):
                await self._live(websocket, reader)
        finally:
            self.hub.remove(reader)

    async def _live(self, websocket: WebSocket, reader: Reader) -> None:
        try:
            if self._count(reader.visitor) > self.most:  # many came at the same moment
                return reader.hang_up(protocol.FLOOD, "too many sockets")
            await self.joining.enter(reader)
            await self._listen(websocket, reader)
        except WebSocketDisconnect as lost:
            log.debug("socket lost: %r", lost)
        except Exception as problem:
            log.log(logging.DEBUG if is_away(problem) else logging.ERROR, "a socket failed", exc_info=problem)
            reader.hang_up(protocol.AGAIN_LATER)

    async def _admit(self, connection: HTTPConnection) -> Visitor | Response:
        if not self.rights.allowed_origin(connection):
            return PlainTextResponse("another site\n", 403)
        if self.stopping:
            return PlainTextResponse("stopping\n", 503)
        try:
            visitor = await self.rights.who(connection)
        except Exception as problem:
            log.log(logging.DEBUG if is_away(problem) else logging.ERROR, "who opens a socket?", exc_info=problem)
            return PlainTextResponse("try again\n", 503)
        if visitor is None:
            return PlainTextResponse("sign in first\n", 401)
        if self._count(visitor) >= self.most:
            return PlainTextResponse("too many sockets\n", 429)
        return visitor

    def _count(self, visitor: Visitor) -> int:
        return len(self.hub.by_person.get(visitor.person_id, ()))

    async def _listen(self, websocket: WebSocket, reader: Reader) -> None:
        limit, mistakes = Limit(), 0
        while reader.open:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if not limit.spend():
                return reader.hang_up(protocol.FLOOD, "too many frames")
            text = message.get("text")
            try:
                if text is None:
                    raise Malformed("text only")
                await self._answer(reader, protocol.parse(text))
            except Malformed as wrong:
                mistakes += 1
                reader.tell(protocol.Error(str(wrong)))
                if mistakes == MISTAKES:
                    return reader.hang_up(protocol.NOT_TEXT if text is None else protocol.FLOOD, str(wrong))

    async def _answer(self, reader: Reader, frame: object) -> None:
        match frame:
            case protocol.Follow():
                await self.joining.follow(reader, frame)
            case protocol.Leave(topics):
                for topic in topics:
                    if topic != own_topic(reader.visitor.person_id):
                        self.hub.leave(reader, topic)
            case protocol.Here(topics):
                self.presence.enter(reader, topics)
            case protocol.Writes():
                await self.writing.say(reader, frame)
            case protocol.Beat():
                reader.write(protocol.BEAT)


class Limit:
    """Frames that a browser may still send: some at once, then so many a second."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.left, self.at = float(AT_ONCE), self.loop.time()

    def spend(self) -> bool:
        now = self.loop.time()
        self.left, self.at = min(AT_ONCE, self.left + (now - self.at) * A_SECOND) - 1, now
        return self.left >= 0


async def _refuse(websocket: WebSocket, answer: Response) -> None:
    """Before accept, with headers and status if the server can."""
    if "websocket.http.response" in websocket.scope.get("extensions", {}):
        await websocket.send_denial_response(answer)
    else:
        await websocket.close()


@contextlib.asynccontextmanager
async def _sending(out: wire.Wire | wire.Outbox) -> AsyncIterator[None]:
    """An outbox sends by a task of its own, its close frame last."""
    if not isinstance(out, wire.Outbox):
        yield
        return
    sending = asyncio.create_task(out.sending())
    try:
        yield
        await asyncio.wait([sending], timeout=1 if out.closing else 0)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
