"""What a returning reader has missed: replayed from memory (filled once from the log), or an order to reload."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from realtime import protocol
from realtime.hub import Hub, Reader
from realtime.looks import Looks
from realtime.seams import Event, Log
from realtime.topic import KEEP, Kept, Key, Topic

log = logging.getLogger("roundtable.live")

T = TypeVar("T")
Wants = Mapping[str, tuple[str, int | None]]  # {topic: (audience, seen)}; seen None: from now on
AT_ONCE = 64  # topics asked for in one query


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """[a, b, c, d, e] by 2: [a, b], [c, d], [e]."""
    left = list(names)
    while left:
        yield left[:size]
        left = left[size:]


def missed(seen: int, events: list[T], most: int = KEEP) -> list[T] | None:
    """What a reader who has `seen` missed, of events read as most + 1; None when not held whole or too much: reload."""
    whole = not events or events[0].seq == seen + 1  # type: ignore[attr-defined]
    return events if whole and len(events) <= most else None


class Backlog:
    """The way into topics: nothing falls between what is replayed and what comes next."""

    def __init__(self, hub: Hub, log: Log, looks: Looks) -> None:
        self.hub, self.log, self.looks = hub, log, looks
        self._asking = asyncio.Lock()  # one flight: who comes second finds what the first one asked for

    async def prepare(self, reader: Reader, wants: Wants) -> set[str]:
        """All that enter() needs is in memory when this returns; answers with the topics that cannot be shown."""
        failed: set[str] = set()
        while True:
            await self.known(wants)
            await self._arrive(reader, wants)
            await self._reach({name: seen for name, (_, seen) in wants.items() if seen is not None})
            lacking = self._lacking(reader, {n: want for n, want in wants.items() if n not in failed})
            if not lacking:
                return failed
            failed |= await self._look(lacking)

    def enter(
        self, reader: Reader, wants: Wants, failed: Collection[str], stay: bool = True, first: Iterable[bytes] = ()
    ) -> None:
        """Replay and join, in the turn of the loop in which prepare() returned, in one write that begins with `first`.

        Without `stay` (a plain request) the topics are only looked at.
        """
        told = list(first)
        for name, (audience, seen) in wants.items():
            topic, key = self.hub.topics[name], Key(audience, reader.visitor.language)
            kept = [] if seen is None else topic.after(seen)
            if kept is None or name in failed:
                self.hub.leave(reader, name)
                told.append(protocol.encode(protocol.Reload(name)))
            elif reader.away_since is not None:
                self.hub.rest(reader, topic, key, topic.seq if seen is None else seen)
            else:
                if stay:
                    self.hub.join(reader, topic, key)
                told += [each.frame(key) for each in kept]  # type: ignore[misc]
        if told:
            reader.write(b"".join(told))

    async def known(self, names: Iterable[str]) -> None:
        """The newest number of each topic is known; from its first mention on, calls of the bus are noted."""
        topics = [self.hub.topic(name) for name in names]
        while any(topic.seq is None for topic in topics):
            async with self._asking:
                mine = [topic for topic in topics if topic.seq is None]
                others = [topic for topic in self.hub.topics.values() if topic.seq is None]
                batch = list(dict.fromkeys([*mine, *others]))[:AT_ONCE]
                if mine:
                    newest = await self.log.newest([topic.name for topic in batch])
                    for topic in batch:
                        if topic.seq is None:
                            topic.start(newest[topic.name])
            topics = [self.hub.topic(name) for name in names]

    async def _arrive(self, reader: Reader, wants: Wants) -> None:
        """A page, or another process, may have read further than this process's feed has come: wait for it."""
        said = {name: seen for name, (_, seen) in wants.items() if seen is not None}
        ahead = {name: seen for name, seen in said.items() if seen > self.hub.topic(name).seq}
        for part in batched(ahead, AT_ONCE):
            newest = await self.log.newest(part)
            for name in part:
                while reader.open and self.hub.topic(name).seq < ahead[name] <= newest[name]:
                    await self.hub.topic(name).moves()

    async def _reach(self, seen: Mapping[str, int]) -> None:
        """Memory reaches back as far as these numbers, where that is not too far."""
        while short := self._short(seen):
            async with self._asking:
                short = self._short(seen)
                wants = {topic.name: max(0, topic.seq - KEEP) for topic in short[:AT_ONCE]}
                if wants:
                    events = await self.log.since(wants, KEEP + 1)
                    for topic in short[:AT_ONCE]:
                        self._remember(topic, wants[topic.name], [e for e in events if e.topic == topic.name])

    def _short(self, seen: Mapping[str, int]) -> list[Topic]:
        found = []
        for name, number in seen.items():
            topic = self.hub.topics[name]
            reach = max(topic.bottom, topic.seq - KEEP)
            if number < topic.floor and reach < topic.floor and reach <= number:
                found.append(topic)
        return found

    def _remember(self, topic: Topic, base: int, events: Sequence[Event]) -> None:
        older = missed(base, [event for event in events if event.seq <= topic.floor])
        if older is None or len(older) != topic.floor - base:
            log.error("the log of %s has a hole between %d and %d", topic.name, base, topic.floor)
            topic.bottom = topic.floor
            return
        room = KEEP - len(topic.kept)
        for event in reversed(older[max(0, len(older) - room) :]):
            topic.kept.appendleft(Kept(event))
            topic.floor = event.seq - 1

    def _lacking(self, reader: Reader, wants: Wants) -> list[tuple[Kept, Key]]:
        found: list[tuple[Kept, Key]] = []
        for name, (audience, seen) in wants.items():
            key = Key(audience, reader.visitor.language)
            kept = None if seen is None else self.hub.topics[name].after(seen)
            found += [(each, key) for each in kept or () if each.frame(key) is None]
        return found

    async def _look(self, lacking: list[tuple[Kept, Key]]) -> set[str]:
        """Render what is lacking, once for all who wait for it. Answers with the topics that cannot be shown."""
        async with self._asking:
            lacking = [(kept, key) for kept, key in lacking if kept.frame(key) is None]
            before = [kept.changes for kept, _ in lacking]
            things = await self.looks.things([kept.event for kept, _ in lacking])
            failed = set()
            for (kept, key), changes in zip(lacking, before, strict=True):
                if kept.changes == changes and not self.looks.render(kept, things, key):
                    failed.add(kept.event.topic)
            return failed
