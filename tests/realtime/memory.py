"""A log in memory with the shape of the real one, and wires that count what is written: for the hub alone."""

from dataclasses import dataclass
from datetime import UTC, datetime

from realtime import protocol
from realtime.hub import Hub, Reader
from realtime.seams import Visitor
from realtime.topic import Kept, Key

AT = datetime(2026, 11, 23, 20, tzinfo=UTC)
PEER, FACILITATOR = Key("peer", "en"), Key("facilitator", "en")


@dataclass(frozen=True)
class Deed:
    """An event."""

    topic: str
    seq: int
    kind: str = "message.posted"
    about: int | None = None
    by: int | None = 1
    at: datetime = AT
    detail: dict | None = None


class Log:
    """Events by topic; it counts how often it is asked."""

    def __init__(self):
        self.events = {}
        self.reads, self.newests = [], []

    def add(self, topic, count=1, **fields):
        its = self.events.setdefault(topic, [])
        for _ in range(count):
            its.append(Deed(topic, len(its) + 1, **{"about": len(its) + 1} | fields))
        return its[-1]

    async def since(self, wants, most):
        self.reads.append(dict(wants))
        new = {topic: [e for e in self.events.get(topic, []) if e.seq > seen] for topic, seen in sorted(wants.items())}
        return [event for events in new.values() for event in events[:most]]

    async def newest(self, topics):
        self.newests.append(list(topics))
        return {topic: len(self.events.get(topic, [])) for topic in topics}

    async def epoch(self):
        return "first"


class Wire:
    """Keeps what is written; `pauses_after` bytes it says that it cannot keep up."""

    heard = float("inf")

    def __init__(self, pauses_after=None):
        self.writes, self.code, self.attends, self.left = [], None, None, pauses_after

    def write(self, data):
        assert self.code is None, "nothing is written behind a close frame"
        self.writes.append(data)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                self.left = None
                self.attends.pause()

    def hang_up(self, code, reason=""):
        self.code = code

    def texts(self):
        return protocol.texts(b"".join(self.writes))


def reader(hub: Hub, person=1, language="en", wake=lambda _: None, **wire):
    """A socket of this person, in the hub."""
    made = Reader(Visitor(f"s{person}", person, language), Wire(**wire), hub, wake)
    made.wire.attends = made
    hub.add(made)
    return made


def show(deed, text="", keys=(PEER, FACILITATOR)):
    """The event as it is kept, rendered for these keys."""
    kept = Kept(deed)
    kept.element = f"thing-{deed.about}"
    for key in keys:
        html = f'<p id="thing-{deed.about}">{text or deed.seq}</p>'
        kept.frames[key] = protocol.encode(protocol.Show(deed.topic, deed.seq, kept.element, html))
    return kept
