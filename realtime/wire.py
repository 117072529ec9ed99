"""The bytes' way out: uvicorn's websocket protocol offering a plain write, and an outbox for other servers."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

from realtime import protocol

HIGH = 256 * 1024  # bytes waiting for a slow reader before it counts as away
PATIENCE = 5.0  # seconds a closing socket is given to read what is on its way


class Attends(Protocol):
    """Who wants to know when a reader falls behind, when it has caught up, and when its socket is lost."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def lost(self) -> None: ...


class Wire(WebSocketsSansIOProtocol):
    """`uvicorn.run(ws="realtime.wire:Wire")`: as uvicorn's own, and the app finds it in scope["extensions"]["wire"]."""

    attends: Attends | None = None
    heard = 0.0  # the loop's time when the browser was last heard of, its answers to pings included

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):  # a handshake that was refused has none; the app's task starts only in the next turn
            self.scope["extensions"]["wire"] = self  # type: ignore[typeddict-item, assignment]
            self.write: Callable[[bytes], None] = self.transport.write

    def attend(self, attends: Attends) -> None:
        """From now on (after accept) `attends` hears of pause and resume."""
        self.attends = attends
        self.transport.set_write_buffer_limits(high=HIGH)

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        super().data_received(data)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.attends:
            self.attends.pause()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.attends:
            self.attends.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        attends, self.attends = self.attends, None
        if attends:
            attends.lost()  # at once: uvloop raises when a lost transport is written to, and others wait behind it
        super().connection_lost(exc)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(PATIENCE, self.transport.abort)  # close() would wait for ever for who reads nothing

    def hang_up(self, code: int, reason: str = "") -> None:
        """Close without waiting, as uvicorn does for the app, even while the reader is paused."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        with contextlib.suppress(InvalidState):
            self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(PATIENCE, self.transport.abort)


class Outbox:
    """A Wire for other servers: a bounded queue and one task that sends. Dearer, same words."""

    def __init__(self, websocket: WebSocket) -> None:
        self.websocket = websocket
        self.waiting: deque[bytes] = deque()
        self.size = 0
        self.paused = False
        self.attends: Attends | None = None
        self.closing: tuple[int, str] | None = None
        self.news = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    @property
    def heard(self) -> float:
        """Such a server tells nothing of its pings: who has not been closed is there."""
        return self.loop.time()

    def attend(self, attends: Attends) -> None:
        self.attends = attends

    def write(self, data: bytes) -> None:
        if self.closing:
            return
        self.waiting.append(data)
        self.size += len(data)
        self.news.set()
        if self.size > HIGH and not self.paused:
            self.paused = True
            if self.attends:
                self.attends.pause()

    def hang_up(self, code: int, reason: str = "") -> None:
        self.closing = self.closing or (code, reason)
        self.news.set()

    async def sending(self) -> None:
        """Send what is written until the socket closes."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                await self.news.wait()
                self.news.clear()
                await self._send_waiting()
                if self.closing:
                    return await self.websocket.close(*self.closing)

    async def _send_waiting(self) -> None:
        while self.waiting:
            data = self.waiting.popleft()
            for text in protocol.texts(data):
                await self.websocket.send_text(text)
            self.size -= len(data)
            if self.paused and self.size < HIGH // 4:
                self.paused = False
                if self.attends:
                    self.attends.resume()


def of(websocket: WebSocket) -> "Wire | Outbox":
    """The short way out if the server offers it."""
    return websocket.scope.get("extensions", {}).get("wire") or Outbox(websocket)
