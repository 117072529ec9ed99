"""Ours: the hub behind an ordinary Starlette route on uvicorn, as the product serves it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.websockets import WebSocket

from benchmarks.contestants import serving
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
    await serving.until_gone(socket)
    hub().remove(reader)


async def tell(_number: int) -> None:
    topic = hub().topic(TOPICS[0])
    number = topic.seq + 1
    kept = Kept(Event(topic.name, number, number))
    kept.element = f"message-{number}"
    show = protocol.Show(topic.name, number, kept.element, HTML.replace("{n}", str(number)))
    kept.frames[KEY] = protocol.encode(show)
    hub().publish(topic, kept)


_hub: list[Hub] = []


def hub() -> Hub:
    if not _hub:
        _hub.append(Hub())
    return _hub[0]


serving.serve(serving.app(tell, follow), ws="realtime.wire:Wire")
