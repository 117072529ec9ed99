"""Who is writing just now: passed on to who may read it there, in this process and the others; never kept."""

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import Any

from realtime import protocol
from realtime.bus import Bus
from realtime.hub import Hub, Reader
from realtime.seams import Rights

log = logging.getLogger("roundtable.live")

WORD = "!writing "  # begins our messages on the bus
EVERY = 2.0  # seconds between two frames of one socket that are passed on
LASTS = 6.0  # seconds after which who was not heard of is no longer writing; live pages count the same
ASKED = 20.0  # seconds that an answer whether somebody may write holds, if no gate came in between
MOST = 4  # people told of one place at a time: three are named, one more makes them several
PATIENCE = 2.0  # seconds; a word about writing is not worth more


@dataclass(frozen=True)
class Permission:
    """Whether a reader may write in a place, and to whom that is told (None: may not)."""

    spot: tuple[str, int]
    since: str | None
    gates: int
    until: float


class Writing:
    """One per process."""

    def __init__(self, hub: Hub, bus: Bus, me: str, rights: Rights) -> None:
        self.hub, self.bus, self.me, self.rights = hub, bus, me, rights
        self._told: dict[tuple[str, int], dict[int, float]] = {}

    async def say(self, reader: Reader, frame: protocol.Writes) -> None:
        """The reader writes there; told to the others if it follows the topic and may. What comes too often is lost."""
        now = asyncio.get_running_loop().time()
        if frame.topic not in reader.follows or now - reader.wrote_at < EVERY:
            return
        reader.wrote_at = now
        try:
            async with asyncio.timeout(PATIENCE):
                since = await self._since(reader, (frame.topic, frame.place), now)
                if since is None:
                    return
                who = reader.visitor
                said = protocol.Writing(frame.topic, frame.place, who.person_id, who.called)
                self._tell(said, since)
                word = {"from": self.me, "since": since, "said": [said.topic, said.place, said.person, said.called]}
                await self.bus.publish(WORD + json.dumps(word))
        except Exception as problem:
            log.debug("that somebody writes is not told: %r", problem)

    def hear(self, message: str) -> None:
        """A message of another process."""
        word: dict[str, Any] = json.loads(message.removeprefix(WORD))
        if word["from"] != self.me:
            self._tell(protocol.Writing(*word["said"]), word["since"])

    async def _since(self, reader: Reader, spot: tuple[str, int], now: float) -> str | None:
        known = reader.may_write
        if known is None or known.spot != spot or known.gates != reader.gates or known.until < now:
            gates = reader.gates
            since = await self.rights.may_write(reader.visitor, *spot)
            known = reader.may_write = Permission(spot, since, gates, now + ASKED)
        return known.since

    def _tell(self, said: protocol.Writing, since: str) -> None:
        topic = self.hub.topics.get(said.topic)
        if topic is not None and self._has_room(said):
            self.hub.tell(topic, protocol.encode(said), lambda audience: self.rights.hears(audience, since))

    def _has_room(self, said: protocol.Writing) -> bool:
        """Whether this person is among the few told of in this place; however many write, readers are not flooded."""
        now = asyncio.get_running_loop().time()
        self._told = {
            spot: fresh
            for spot, people in self._told.items()
            if (fresh := {person: at for person, at in people.items() if now - at < LASTS})
        }
        people = self._told.setdefault((said.topic, said.place), {})
        has_room = said.person in people or len(people) < MOST
        if has_room:
            people[said.person] = now
        return has_room
