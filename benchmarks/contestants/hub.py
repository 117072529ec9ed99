"""Ours: the hub behind an ordinary Starlette route on uvicorn, as the product serves it."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from benchmarks.message import HTML
from realtime import Visitor, protocol, wire
from realtime.hub import Hub, Kept, Key, Reader

TOPICS = ("channel:1", "cohort:1", "person:1")
KEY = Key("member", "en")


@dataclass(frozen=True)
class Event:
    topic: str
    seq: int
    about: int
    kind: str = "message.posted"
    by: int = 1
    at: datetime = datetime(2026, 11, 10, tzinfo=UTC)
    detail: None = None


async def follow(socket: WebSocket) -> None:
    await socket.accept()
    out = wire.of(socket)
    reader = Reader(Visitor(1, 1, "en"), out, hub(), lambda reader: None)
    out.attend(reader)
    hub().add(reader)
    for name in TOPICS:
        topic = hub().topic(name)
        if topic.seq is None:
            topic.start(0)
        hub().join(reader, topic, KEY)
    try:
        while True:
            await socket.receive()
    except (WebSocketDisconnect, RuntimeError):
        pass
    finally:
        hub().remove(reader)


async def send(request: Request) -> PlainTextResponse:
    topic = hub().topic(TOPICS[0])
    for _ in range(int(request.query_params["count"])):
        number = topic.seq + 1
        kept = Kept(Event(topic.name, number, number))
        kept.element = f"message-{number}"
        kept.frames[KEY] = protocol.encode(
            protocol.Show(topic.name, number, kept.element, HTML.replace("{n}", str(number)))
        )
        hub().publish(topic, kept)
    return PlainTextResponse("sent")


_hub: list[Hub] = []


def hub() -> Hub:
    if not _hub:
        _hub.append(Hub())
    return _hub[0]


app = Starlette(routes=[Route("/send", send), WebSocketRoute("/live", follow)])
uvicorn.run(
    app,
    port=int(sys.argv[1]),
    ws="realtime.wire:Wire",
    ws_per_message_deflate=False,
    ws_ping_interval=None,
    log_level="error",
    access_log=False,
    loop="asyncio",
)
