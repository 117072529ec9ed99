"""One reader: may they follow? what did they miss? then what happens."""

import asyncio
import json
import logging
from collections.abc import Iterable

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from realtime import protocol, wire
from realtime.backlog import Backlog, Wants
from realtime.feed import Feed
from realtime.gates import SELF, Gates, own_topic
from realtime.hub import Hub, Reader
from realtime.presence import Presence
from realtime.protocol import Malformed
from realtime.seams import Rights, Visitor, is_away

log = logging.getLogger("roundtable.live")

MISTAKES = 3  # frames we do not understand, then the socket is closed
A_SECOND, AT_ONCE = 20, 60  # frames from one browser
JOINING = 8.0  # seconds, more than the feed's uncalled look; then the browser comes back later


class Sockets:
    """The doors /live (a websocket) and /live/missed (a plain request, when websockets do not come through)."""

    def __init__(
        self, hub: Hub, feed: Feed, backlog: Backlog, presence: Presence, gates: Gates, rights: Rights, most: int
    ) -> None:
        self.hub, self.feed, self.backlog, self.presence = hub, feed, backlog, presence
        self.gates, self.rights, self.most = gates, rights, most
        self.stopping = False
        self._waking: set[asyncio.Task] = set()

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
        reader = Reader(visitor, out, self.hub, self._wake)
        out.attend(reader)
        self.hub.add(reader)
        sending = asyncio.create_task(out.sending()) if isinstance(out, wire.Outbox) else None
        try:
            if self._count(visitor) > self.most:  # many came at the same moment
                return reader.hang_up(protocol.FLOOD, "too many sockets")
            await self._enter(reader)
            await self._listen(websocket, reader)
        except WebSocketDisconnect as lost:
            log.debug("socket lost: %r", lost)
        except Exception as problem:
            log.log(logging.DEBUG if is_away(problem) else logging.ERROR, "a socket failed", exc_info=problem)
            reader.hang_up(protocol.AGAIN_LATER)
        finally:
            self.hub.remove(reader)
            if sending:
                await _send_the_last(sending)

    async def missed(self, request: Request) -> Response:
        """GET ?follow=[[mark, seen], …]: the frames a socket would be sent, as {"frames": […]}; nothing is joined."""
        visitor = await self.rights.who(request)
        if visitor is None:
            return PlainTextResponse("sign in first\n", 401)
        try:
            asked = protocol.parse_follow(request.query_params.get("follow", "[]"))
        except Malformed as wrong:
            return PlainTextResponse(f"{wrong}\n", 400)
        basket = Basket()
        reader = Reader(visitor, basket, self.hub, lambda reader: None)
        async with asyncio.timeout(JOINING):
            await self._follow(reader, asked, stay=False)
        frames = [json.loads(text) for text in protocol.texts(b"".join(basket.written))]
        return JSONResponse({"frames": frames}, headers={"Cache-Control": "private, no-store"})

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

    async def _enter(self, reader: Reader) -> None:
        """From the first moment a socket follows its person, so that gate events find it."""
        async with asyncio.timeout(JOINING):
            wants: Wants = {own_topic(reader.visitor.person_id): (SELF, None)}
            self.backlog.enter(reader, wants, await self.backlog.prepare(reader, wants))

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
                async with asyncio.timeout(JOINING):
                    await self._follow(reader, frame)
            case protocol.Leave(topics):
                for topic in topics:
                    if topic != own_topic(reader.visitor.person_id):
                        self.hub.leave(reader, topic)
            case protocol.Here(topics):
                self.presence.enter(reader, topics)
            case protocol.Beat():
                reader.write(protocol.BEAT)

    async def _follow(self, reader: Reader, frame: protocol.Follow, stay: bool = True) -> None:
        marks = [(self.rights.read_mark(text, reader.visitor), seen) for text, seen in frame.marks]
        topics = tuple(mark.topic if mark else None for mark, _ in marks)
        if len({topic for topic in topics if topic} | reader.follows.keys()) > protocol.MOST_TOPICS + 1:  # and its own
            raise Malformed(f"more than {protocol.MOST_TOPICS} topics")
        seen: dict[str, int] = {}
        for mark, number in marks:
            if mark and mark.epoch == self.feed.epoch:  # two parts of a page, read at different times: from the earlier
                seen[mark.topic] = min(max(mark.seq, number), seen.get(mark.topic, 2**63))
        answer = protocol.Following(topics, tuple(seen.get(topic or "", 0) for topic in topics))
        anew = [mark.topic if mark else "" for mark, _ in marks if not mark or mark.epoch != self.feed.epoch]
        while reader.open:
            gates = reader.gates
            wants = await self._allowed(reader, seen)
            failed = await self.backlog.prepare(reader, wants)
            if reader.gates == gates:  # else a gate event came meanwhile, which did not find these topics: ask again
                first = [answer, *map(protocol.Reload, anew), *self._refused(reader, seen.keys() - wants.keys())]
                for topic in [*anew, *(seen.keys() - wants.keys())]:
                    self.hub.leave(reader, topic)
                return self.backlog.enter(reader, wants, failed, stay, map(protocol.encode, first))

    async def _allowed(self, reader: Reader, seen: dict[str, int]) -> Wants:
        """{topic: (audience, seen)} of what this person may follow."""
        person, own = reader.visitor.person_id, own_topic(reader.visitor.person_id)
        asked = [topic for topic in seen if topic != own]
        allowed = dict((await self.rights.may_follow({person: asked})).get(person, {})) if asked else {}
        if own in seen:
            allowed[own] = SELF
        return {topic: (allowed[topic], seen[topic]) for topic in seen if topic in allowed}

    def _refused(self, reader: Reader, topics: Iterable[str]) -> list[protocol.Gone]:
        return [self.gates.gone(topic, "ended", reader.visitor.language) for topic in topics]

    def _wake(self, reader: Reader) -> None:
        task = asyncio.create_task(self._catch_up(reader))
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def _catch_up(self, reader: Reader) -> None:
        """The reader was away and reads again."""
        try:
            async with asyncio.timeout(JOINING):
                wants = {name: (f.key.audience, f.seen) for name, f in reader.follows.items() if f.group is None}
                failed = await self.backlog.prepare(reader, wants)
                still = {name: want for name, want in wants.items() if _rests(reader, name)}
                if reader.open:
                    self.backlog.enter(reader, still, failed)
                    self.presence.refresh(reader)
        except Exception as problem:
            log.warning("a reader could not catch up: %r", problem)
            reader.hang_up(protocol.AGAIN_LATER)


class Basket:
    """A wire for one answer."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def hang_up(self, code: int, reason: str = "") -> None:
        """There is nothing to hang up."""


class Limit:
    """Frames that a browser may still send: some at once, then so many a second."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.left, self.at = float(AT_ONCE), self.loop.time()

    def spend(self) -> bool:
        now = self.loop.time()
        self.left, self.at = min(AT_ONCE, self.left + (now - self.at) * A_SECOND) - 1, now
        return self.left >= 0


def _rests(reader: Reader, name: str) -> bool:
    following = reader.follows.get(name)
    return following is not None and following.group is None


async def _refuse(websocket: WebSocket, answer: Response) -> None:
    """Before accept, with headers and status if the server can."""
    if "websocket.http.response" in websocket.scope.get("extensions", {}):
        await websocket.send_denial_response(answer)
    else:
        await websocket.close()


async def _send_the_last(sending: asyncio.Task) -> None:
    """An outbox has its close frame to send."""
    await asyncio.wait([sending], timeout=1)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

