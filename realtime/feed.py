"""From the log to the readers: woken by a call "topic seq", or at the latest every 5 s; each event rendered once."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Collection, Sequence
from typing import Any

from realtime.gates import Gates
from realtime.hub import Hub
from realtime.looks import Looks
from realtime.seams import Event, Log, is_away
from realtime.topic import Kept, Topic

log = logging.getLogger("roundtable.live")

SWEEP = 5.0  # seconds
MOST = 100  # events a topic and read
BREATH = 0.02  # seconds of rendering after which others have their turn
AWAY = 30.0  # seconds a reader may be away before it is closed; it comes back by itself


class Feed:
    """One per process."""

    def __init__(self, hub: Hub, log: Log, gates: Gates, looks: Looks) -> None:
        self.hub, self.log, self.gates, self.looks = hub, log, gates, looks
        self.epoch = ""
        self.lag = 0.0  # seconds that passed from the first call of the last look until all was told
        self._called: dict[str, float] = {}  # when
        self._woken = asyncio.Event()
        self._sweep_at = 0.0

    def call(self, topic: str, seq: int) -> None:
        """The bus says that `seq` of `topic` is committed."""
        known = self.hub.topics.get(topic)
        if known is not None and seq > known.heard:
            known.heard = seq
            self._called.setdefault(topic, asyncio.get_running_loop().time())
            self._woken.set()

    def resync(self) -> None:
        """Calls may have been missed."""
        self._sweep_at = 0.0
        self._woken.set()

    async def run(self) -> None:
        """Never ends: what fails is logged and tried again, and nothing is shown meanwhile."""
        pause = 0.1
        while True:
            await self._wait()
            try:
                await self._look()
                pause = 0.1
            except Exception as problem:
                log.warning("the feed failed, again in %.1f s: %r", pause, problem, exc_info=not is_away(problem))
                self.resync()
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
                pause = min(pause * 2, 2.0)

    async def _wait(self) -> None:
        left = self._sweep_at - asyncio.get_running_loop().time()
        if left > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._woken.wait()
        self._woken.clear()

    async def _look(self) -> None:
        called, self._called = self._called, {}
        now = asyncio.get_running_loop().time()
        if now >= self._sweep_at:
            self._sweep_at = now + SWEEP
            await self.sweep()
        else:
            await self.catch_up([self.hub.topics[name] for name in called if name in self.hub.topics])
        self.lag = asyncio.get_running_loop().time() - min(called.values()) if called else 0.0

    async def sweep(self) -> None:
        """Look uncalled at everything, all persons' own topics included, and tidy up."""
        await self._compare_epochs()
        await self.catch_up(list(self.hub.topics.values()), called=False)
        self.hub.flush()
        self.hub.forget()
        late = asyncio.get_running_loop().time() - AWAY
        for reader in [r for r in self.hub.readers if r.away_since is not None and r.away_since < late]:
            reader.hang_up(1013, "too slow")

    async def catch_up(self, topics: Collection[Topic], called: bool = True) -> None:
        """Read what is new of these topics in ONE query, and show it.

        Calls come in the order of commits. So of a topic that was called nothing is shown beyond the calls heard before
        the read: what else it finds could be younger than a gate whose topic was not asked for.
        """
        while topics:
            wanted = [t for t in topics if t.seq is not None and (t.heard > t.seq or not called)]
            if not wanted:
                return
            wants, heard = {t.name: t.seq for t in wanted}, {t.name: t.heard for t in wanted}  # as of now
            read = await self.log.since(wants, MOST)
            counts = dict.fromkeys(wants, 0)
            for event in read:
                counts[event.topic] += 1
            events = [event for event in read if not called or event.seq <= heard[event.topic]]
            await self.gates.heed(events)
            await self._show(events)
            unfinished = [name for name, count in counts.items() if count == MOST]
            topics = [self.hub.topics[name] for name in unfinished if name in self.hub.topics]

    async def _show(self, events: Sequence[Event]) -> None:
        loop, loaded = asyncio.get_running_loop(), set()
        things: dict[str, Any] = {}
        begun = loop.time()
        for event in events:
            while self._listened(event) and event.topic not in loaded:  # somebody may have joined while we looked
                batch = [e for e in events if self._listened(e) and e.topic not in loaded]
                loaded |= {e.topic for e in batch}
                things |= await self.looks.things(batch)
            topic = self.hub.topics.get(event.topic)
            if topic is None or topic.seq is None or event.seq <= topic.seq:
                continue
            if event.seq != topic.seq + 1:
                self._mend(topic, event)
                continue
            kept = Kept(event)
            for key in topic.groups:
                self.looks.render(kept, things, key)
            self.hub.publish(topic, kept)
            if loop.time() - begun > BREATH:
                await asyncio.sleep(0)
                begun = loop.time()

    def _listened(self, event: Event) -> bool:
        topic = self.hub.topics.get(event.topic)
        return topic is not None and bool(topic.groups)

    def _mend(self, topic: Topic, event: Event) -> None:
        log.error("the log of %s has a hole between %d and %d", topic.name, topic.seq, event.seq)
        topic.start(event.seq)
        topic.bottom = event.seq
        self.hub.reload(topic)

    async def _compare_epochs(self) -> None:
        epoch = await self.log.epoch()
        if self.epoch not in ("", epoch):
            log.warning("the log was restored: everybody reloads")
            for topic in self.hub.topics.values():
                self.hub.reload(topic)
            self.hub.topics.clear()
        self.epoch = epoch
