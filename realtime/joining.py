"""What a reader may follow, and from where: told what it missed and joined, told to reload, or told that it is over."""

import asyncio
import logging
from collections.abc import Iterable

from realtime import protocol
from realtime.backlog import Backlog, Wants
from realtime.feed import Feed
from realtime.gates import SELF, Gates, own_topic
from realtime.hub import Hub, Reader
from realtime.presence import Presence
from realtime.seams import Rights, is_away

log = logging.getLogger("roundtable.live")

PATIENCE = 8.0  # seconds, more than the feed's uncalled look; then the browser comes back later


class Joining:
    """The ways into topics."""

    def __init__(
        self, hub: Hub, feed: Feed, backlog: Backlog, presence: Presence, gates: Gates, rights: Rights
    ) -> None:
        self.hub, self.feed, self.backlog, self.presence = hub, feed, backlog, presence
        self.gates, self.rights = gates, rights
        self._waking: set[asyncio.Task] = set()

    async def enter(self, reader: Reader) -> None:
        """From the first moment a socket follows its person, so that gate events find it."""
        async with asyncio.timeout(PATIENCE):
            wants: Wants = {own_topic(reader.visitor.person_id): (SELF, None)}
            self.backlog.enter(reader, wants, await self.backlog.prepare(reader, wants))

    async def follow(self, reader: Reader, frame: protocol.Follow, stay: bool = True) -> None:
        """Answer a follow; without `stay` nothing is joined. Raises Malformed for too many topics."""
        marks = [(self.rights.read_mark(text, reader.visitor), seen) for text, seen in frame.marks]
        topics = tuple(mark.topic if mark else None for mark, _ in marks)
        if len({topic for topic in topics if topic} | reader.follows.keys()) > protocol.MOST_TOPICS + 1:  # and its own
            raise protocol.Malformed(f"more than {protocol.MOST_TOPICS} topics")
        seen: dict[str, int] = {}
        for mark, number in marks:
            if mark and mark.epoch == self.feed.epoch:  # two parts of a page, read at different times: from the earlier
                seen[mark.topic] = min(max(mark.seq, number), seen.get(mark.topic, 2**63))
        answer = protocol.Following(topics, tuple(seen.get(topic or "", 0) for topic in topics))
        anew = [mark.topic if mark else "" for mark, _ in marks if not mark or mark.epoch != self.feed.epoch]
        async with asyncio.timeout(PATIENCE):
            wants, failed = await self._prepare(reader, seen, stay)
        refused = seen.keys() - wants.keys()
        for topic in [*anew, *refused]:
            self.hub.leave(reader, topic)
        first = [answer, *map(protocol.Reload, anew), *self._refused(reader, refused)]
        if reader.open:
            self.backlog.enter(reader, wants, failed, stay, map(protocol.encode, first))

    async def _prepare(self, reader: Reader, seen: dict[str, int], stay: bool) -> tuple[Wants, set[str]]:
        """Ask and fetch until no gate event came in between: it would not have found these topics."""
        while True:
            gates = reader.gates
            wants = await self._allowed(reader, seen)
            failed = await self.backlog.prepare(reader, wants)
            if reader.gates == gates and (stay or wants == await self._allowed(reader, seen)):
                return wants, failed

    async def _allowed(self, reader: Reader, seen: dict[str, int]) -> Wants:
        """{topic: (audience, seen)} of what this person may follow."""
        person, own = reader.visitor.person_id, own_topic(reader.visitor.person_id)
        asked = [topic for topic in seen if topic != own]
        allowed = dict((await self.rights.may_follow({person: asked})).get(person, {})) if asked else {}
        if own in seen:
            allowed[own] = SELF
        return {topic: (allowed[topic], seen[topic]) for topic in seen if topic in allowed}

    def _refused(self, reader: Reader, topics: Iterable[str]) -> list[protocol.Gone]:
        return [self.gates.gone(topic, "ended", reader.visitor.language) for topic in topics]

    def wake(self, reader: Reader) -> None:
        """The reader was away, and reads again."""
        task = asyncio.create_task(self._catch_up(reader))
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def _catch_up(self, reader: Reader) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                wants = {name: (f.key.audience, f.seen) for name, f in reader.follows.items() if f.group is None}
                failed = await self.backlog.prepare(reader, wants)
            still = {name: want for name, want in wants.items() if _rests(reader, name)}
            if reader.open:
                self.backlog.enter(reader, still, failed)
                self.presence.refresh(reader)
        except Exception as problem:
            log.log(logging.DEBUG if is_away(problem) else logging.ERROR, "a reader cannot catch up", exc_info=problem)
            reader.hang_up(protocol.AGAIN_LATER)


def _rests(reader: Reader, name: str) -> bool:
    following = reader.follows.get(name)
    return following is not None and following.group is None
