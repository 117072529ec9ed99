"""Who is here: told at most once a second, only what changed, and to the other processes as well."""

import asyncio
import json
import logging
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from realtime import protocol
from realtime.bus import MOST_BYTES, Bus
from realtime.hub import Hub, Reader

log = logging.getLogger("roundtable.live")

TICK = 1.0  # seconds between two tellings
WHOLE = 20.0  # seconds between two tellings of a process's whole list
SILENT = 60.0  # seconds after which a reader, or a process, that was not heard of is gone
LARGE = 60  # people; above that only their count is told
WORD = "!here "  # begins our messages on the bus
PIECE = 500  # people in one message

Rooms = dict[str, set[int]]  # {topic: person ids}


@dataclass
class Process:
    """Another process, by what it tells."""

    heard: float
    rooms: Rooms = field(default_factory=dict)
    coming: Rooms = field(default_factory=dict)  # a whole list of which not all pieces are here


class Presence:
    """One per process."""

    def __init__(self, hub: Hub, bus: Bus) -> None:
        self.hub, self.bus = hub, bus
        self.me = uuid4().hex[:12]
        self.processes: dict[str, Process] = {}
        self._told_bus: Rooms = {}
        self._told: Rooms = {}
        self._whole_at = 0.0

    def here(self, topic: str) -> set[int]:
        """Everybody who is here, in whichever process."""
        found = {reader.visitor.person_id for reader in self.hub.readers if topic in reader.here and _alive(reader)}
        return found.union(*(process.rooms.get(topic, ()) for process in self.processes.values()))

    def enter(self, reader: Reader, topics: Iterable[str]) -> None:
        """The reader is here on these topics that it follows, and no longer on others. It is told who else is."""
        fresh = {topic for topic in topics if topic in reader.follows}
        for topic in fresh - reader.here:
            people = self._told.get(topic, set()) | {reader.visitor.person_id}
            reader.tell(_frame(topic, people, set(), people, whole=True))
        reader.here = fresh

    def refresh(self, reader: Reader) -> None:
        """It was away and has missed who came and went."""
        for topic in reader.here:
            people = self._told.get(topic, set())
            reader.tell(_frame(topic, people, set(), people, whole=True))

    async def run(self) -> None:
        """Tell, for ever."""
        while True:
            await asyncio.sleep(TICK)
            try:
                await self._tick()
            except Exception as problem:
                log.warning("telling who is here failed: %r", problem)

    async def leave(self) -> None:
        """This process stops: its people are not here any more."""
        await self.bus.publish(WORD + json.dumps({"from": self.me, "bye": True}))

    async def resync(self) -> None:
        """The bus is (again) there: tell all, and ask the others to."""
        self._whole_at = 0.0
        await self.bus.publish(WORD + json.dumps({"from": self.me, "ask": True}))

    def hear(self, message: str) -> None:
        """A message of another process."""
        said = json.loads(message.removeprefix(WORD))
        if said["from"] == self.me:
            return
        process = self.processes.setdefault(said["from"], Process(0.0))
        process.heard = time.monotonic()
        if "bye" in said:
            del self.processes[said["from"]]
        elif "ask" in said:
            self._whole_at = 0.0
        elif "whole" in said:
            _add(process.coming, said["whole"])
            if said["last"]:
                process.rooms, process.coming = process.coming, {}
        else:
            _add(process.rooms, said["joined"])
            for topic, people in said["left"].items():
                process.rooms.get(topic, set()).difference_update(people)

    async def _tick(self) -> None:
        now = time.monotonic()
        self.processes = {name: process for name, process in self.processes.items() if now - process.heard < SILENT}
        mine = self._mine()
        self._tell_readers(mine)
        await self._tell_bus(mine, now)

    def _mine(self) -> Rooms:
        rooms: Rooms = {}
        for reader in self.hub.readers:
            if reader.here and _alive(reader):
                for topic in reader.here:
                    rooms.setdefault(topic, set()).add(reader.visitor.person_id)
        return rooms

    def _tell_readers(self, mine: Rooms) -> None:
        told: Rooms = {}
        for name, people in mine.items():
            everybody = people.union(*(process.rooms.get(name, ()) for process in self.processes.values()))
            before = self._told.get(name, set())
            topic = self.hub.topics.get(name)
            if everybody != before and topic is not None:
                whole = len(before) > LARGE >= len(everybody)
                joined, left = (everybody, set()) if whole else (everybody - before, before - everybody)
                self.hub.tell(topic, protocol.encode(_frame(name, joined, left, everybody, whole)))
            told[name] = everybody
        self._told = told

    async def _tell_bus(self, mine: Rooms, now: float) -> None:
        if now >= self._whole_at:
            self._whole_at, self._told_bus = now + WHOLE, mine
            pieces = list(_pieces(mine)) or [{}]
            for number, piece in enumerate(pieces, 1):
                await self._say({"whole": piece, "last": number == len(pieces)})
            return
        before, self._told_bus = self._told_bus, mine
        for joined in _pieces(_minus(mine, before)):
            await self._say({"joined": joined, "left": {}})
        for left in _pieces(_minus(before, mine)):
            await self._say({"joined": {}, "left": left})

    async def _say(self, what: dict) -> None:
        message = WORD + json.dumps({"from": self.me, **what}, separators=(",", ":"))
        if len(message.encode()) > MOST_BYTES:
            raise ValueError("a message on the bus is too long")
        await self.bus.publish(message)


def _frame(
    topic: str, joined: Collection[int], left: Collection[int], everybody: Collection[int], whole: bool = False
) -> protocol.Present:
    if len(everybody) > LARGE:
        return protocol.Present(topic, (), (), len(everybody))
    return protocol.Present(topic, tuple(sorted(joined)), tuple(sorted(left)), len(everybody), whole)


def _alive(reader: Reader) -> bool:
    return asyncio.get_running_loop().time() - reader.wire.heard < SILENT


def _minus(these: Rooms, those: Rooms) -> Rooms:
    return {topic: rest for topic, people in these.items() if (rest := people - those.get(topic, set()))}


def _pieces(rooms: Rooms) -> Iterable[dict[str, list[int]]]:
    """Cut so that each fits into one message."""
    piece: dict[str, list[int]] = {}
    size = 0
    for topic, people in rooms.items():
        for person in sorted(people):
            if size >= PIECE or len(piece) >= 50:
                yield piece
                piece, size = {}, 0
            piece.setdefault(topic, []).append(person)
            size += 1
    if piece:
        yield piece


def _add(rooms: Rooms, more: dict[str, list[int]]) -> None:
    for topic, people in more.items():
        rooms.setdefault(topic, set()).update(people)
