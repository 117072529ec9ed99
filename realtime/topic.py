"""A topic in memory: its number, the last events with their frames, and who is shown the same."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from realtime import protocol
from realtime.seams import Event

KEEP = 200  # events a topic remembers


class Key(NamedTuple):
    """Who are shown the same."""

    audience: str
    language: str


class Writes(Protocol):
    """A reader, as far as a topic knows it."""

    @property
    def write(self) -> Callable[[bytes], None]: ...


class Kept:
    """One event in memory, with its frame for each audience and language that was ever asked for."""

    __slots__ = ("changes", "element", "event", "frames", "seen")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.seen = protocol.encode(protocol.Seen(event.topic, event.seq))
        self.frames: dict[Key, bytes] = {}
        self.element = ""  # id of what was shown
        self.changes = 0  # how often a later event made the frames stale

    def frame(self, key: Key) -> bytes | None:
        """None: not rendered yet for this key, or stale."""
        return self.seen if self.element is None else self.frames.get(key)

    def outdated_by(self, later: Event, element: str) -> None:
        """One frame per element: what was shown anew is not replayed, what changed is rendered anew when asked for."""
        if self.element is None:
            return
        if element and self.element == element:
            self.element, self.changes = None, self.changes + 1  # type: ignore[assignment]
            self.frames.clear()
        elif later.about is not None and self.event.about == later.about:
            self.changes += 1
            self.frames.clear()


class Group:
    """The readers of a topic who are shown the same: what waits for this turn's end leaves in one write each."""

    __slots__ = ("_readers", "_writes", "pending", "waiting", "written")

    def __init__(self, seq: int) -> None:
        self._readers: dict[Writes, None] = {}
        self._writes: list[Callable[[bytes], None]] | None = []
        self.waiting: list[bytes] = []
        self.pending = self.written = seq  # numbers of the last frame that waits, and that left

    def __len__(self) -> int:
        return len(self._readers)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._readers))

    def add(self, reader: Writes) -> None:
        self._readers[reader] = None
        self._writes = None

    def remove(self, reader: Writes) -> None:
        self._readers.pop(reader, None)
        self._writes = None

    def flush(self) -> None:
        if not self.waiting:
            return
        data, self.written = b"".join(self.waiting), self.pending
        self.waiting.clear()
        if self._writes is None:
            self._writes = [reader.write for reader in self._readers]
        for write in self._writes:
            write(data)


class Topic:
    """One numbering: its newest number, the last events, and who listens. `seq` is None until the log was asked."""

    def __init__(self, name: str, now: float) -> None:
        self.name = name
        self.seq: int = None  # type: ignore[assignment]
        self.floor = 0  # all that came after it is kept
        self.bottom = 0  # deeper there is a hole in the log
        self.heard = 0  # the newest number the bus called out
        self.kept: deque[Kept] = deque()
        self.groups: dict[Key, Group] = {}
        self.idle_since = now
        self.arrivals: list[asyncio.Future[None]] = []  # who waits until the number moves

    def start(self, seq: int) -> None:
        self.seq = self.floor = seq
        self.kept.clear()

    def after(self, seen: int) -> list[Kept] | None:
        """What came after `seen`; None if memory does not reach, or the number was never given."""
        if not self.floor <= seen <= self.seq:
            return None
        count = self.seq - seen
        return list(self.kept)[len(self.kept) - count :]

    def keep(self, kept: Kept) -> None:
        for older in self.kept:
            older.outdated_by(kept.event, kept.element)
        self.kept.append(kept)
        self.seq = kept.event.seq
        while len(self.kept) > KEEP:
            self.floor = self.kept.popleft().event.seq
        for arrival in self.arrivals:
            if not arrival.done():
                arrival.set_result(None)
        self.arrivals.clear()

    async def moves(self) -> None:
        """Wait for the next event."""
        self.arrivals.append(asyncio.get_running_loop().create_future())
        await self.arrivals[-1]

    def flush(self) -> None:
        for group in self.groups.values():
            group.flush()
