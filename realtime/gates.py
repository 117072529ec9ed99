"""Access that ends: asked again at gate events, and every few seconds for what ends by time."""

import asyncio
import logging
from collections.abc import Iterable, Sequence

from realtime import protocol
from realtime.hub import Hub, Reader
from realtime.seams import Event, Rights, Shows

log = logging.getLogger("roundtable.live")

EVERY = 4.5  # seconds: what ends by time ends within five, the asking included
TOO_OLD = 10.0  # seconds: before anything is shown by rights that are older, they are asked again
OWN = "person:"
SELF = "self"  # one's audience on one's own person:ID


def own_topic(person_id: int) -> str:
    return f"{OWN}{person_id}"


class Gates:
    """Whom the events of this process may still be shown to."""

    def __init__(self, hub: Hub, rights: Rights, shows: Shows) -> None:
        self.hub, self.rights, self.shows = hub, rights, shows
        self.asked = float("-inf")

    async def watch(self) -> None:
        """Ask for everybody, for ever."""
        self.asked = asyncio.get_running_loop().time()  # who comes from now on is asked about on joining
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.ask_all()
            except Exception as problem:
                log.warning("asking who may follow what failed: %r", problem)

    async def heed(self, events: Sequence[Event]) -> None:
        """Before any of these is shown: whom a gate event names is asked about anew. If that fails, none is."""
        whys: dict[int, str] = {}
        for event in events:
            if event.kind in self.rights.gates and event.topic.startswith(OWN):
                whys[int(event.topic.removeprefix(OWN))] = event.kind
        here = {person: why for person, why in whys.items() if person in self.hub.by_person}
        if here:
            for person in here:
                for reader in self.hub.by_person[person]:
                    reader.gates += 1
            await self._ask(here)
        if asyncio.get_running_loop().time() - self.asked > TOO_OLD and self.hub.readers:
            await self.ask_all()

    async def ask_all(self) -> None:
        await self._ask(dict.fromkeys(self.hub.by_person, "ended"))
        self.asked = asyncio.get_running_loop().time()

    async def _ask(self, whys: dict[int, str]) -> None:
        if not whys:
            return
        sessions = {reader.visitor.session_id for reader in self._readers(whys)}
        signed_in = set(await self.rights.still_signed_in(sessions))
        asked = {reader: frozenset(reader.follows) for reader in self._readers(whys)}
        wants: dict[int, set[str]] = {}
        for reader, topics in asked.items():
            wants.setdefault(reader.visitor.person_id, set()).update(t for t in topics if not t.startswith(OWN))
        allowed = await self.rights.may_follow({person: topics for person, topics in wants.items() if topics})
        for reader, topics in asked.items():
            person = reader.visitor.person_id
            if reader.visitor.session_id in sessions - signed_in:
                reader.hang_up(protocol.SIGNED_OUT, "signed out")
            else:
                self._apply(reader, topics, dict(allowed.get(person, {})), whys[person])

    def _apply(self, reader: Reader, topics: Iterable[str], allowed: dict[str, str], why: str) -> None:
        for name in topics:
            following = reader.follows.get(name)
            if following is None or name.startswith(OWN):
                continue
            if name not in allowed:
                self.hub.leave(reader, name)
                reader.tell(self.gone(name, why, reader.visitor.language))
            elif allowed[name] != following.key.audience:
                self.hub.leave(reader, name)
                reader.tell(protocol.Reload(name))

    def gone(self, topic: str, why: str, language: str) -> protocol.Gone:
        return protocol.Gone(topic, why, *self.shows.farewell(topic, why, language))

    def _readers(self, persons: Iterable[int]) -> list[Reader]:
        return [reader for person in persons for reader in self.hub.by_person.get(person, ())]
