"""Who listens to which topic in this process. Knows frames, not people: publishing never awaits and makes no task."""

import asyncio
from collections.abc import Callable
from typing import Any

from realtime import protocol
from realtime.seams import Visitor
from realtime.topic import Group, Kept, Key, Topic

FORGET = 60.0  # seconds after which a topic that nobody follows is forgotten


class Following:
    """One reader's place in one topic. `group` is None while the reader is away; `seen` is then what it has."""

    __slots__ = ("group", "key", "seen", "topic")

    def __init__(self, topic: Topic, key: Key, group: Group | None, seen: int) -> None:
        self.topic, self.key, self.group, self.seen = topic, key, group, seen


class Reader:
    """One socket. `write` takes encoded frames and never waits; `hang_up(code)` closes without waiting."""

    def __init__(self, visitor: Visitor, wire: Any, hub: "Hub", wake: Callable[["Reader"], None]) -> None:
        self.visitor, self.wire, self.hub, self.wake = visitor, wire, hub, wake
        self.write: Callable[[bytes], None] = wire.write
        self.follows: dict[str, Following] = {}
        self.here: set[str] = set()
        self.away_since: float | None = None
        self.gates = 0  # how often this person's rights were asked anew
        self.wrote_at = float("-inf")  # when it was last told that this person writes
        self.may_write: Any = None  # where it was asked last, and the answer
        self.open = True

    def tell(self, frame: Any) -> None:
        self.write(protocol.encode(frame))

    def hang_up(self, code: int, reason: str = "") -> None:
        self.hub.remove(self)  # first leave: nothing may be written behind a close frame
        self.wire.hang_up(code, reason)

    def pause(self) -> None:
        """Too slow: away from now on. Nobody else waits for it, nothing is stored for it."""
        self.away_since = asyncio.get_running_loop().time()
        for following in self.follows.values():
            if following.group is not None:
                following.seen = following.group.written
                self.hub.part(self, following)

    def resume(self) -> None:
        self.away_since = None
        if self.open:
            self.wake(self)

    def lost(self) -> None:
        """There is no socket any more: nothing is written to it."""
        self.write = _to_nobody
        self.hub.remove(self)


def _to_nobody(data: bytes) -> None:
    pass


class Hub:
    """All topics and readers of this process."""

    def __init__(self) -> None:
        self.topics: dict[str, Topic] = {}
        self.readers: dict[Reader, None] = {}
        self.by_person: dict[int, dict[Reader, None]] = {}
        self.frames = self.deliveries = 0  # told since the process began; the latter one by one
        self._due: dict[Group, None] = {}

    def topic(self, name: str) -> Topic:
        """Somebody wants it: made if need be, and not forgotten for a while."""
        now = asyncio.get_running_loop().time()
        topic = self.topics.get(name)
        if topic is None:
            topic = self.topics[name] = Topic(name, now)
        topic.idle_since = now
        return topic

    def add(self, reader: Reader) -> None:
        self.readers[reader] = None
        self.by_person.setdefault(reader.visitor.person_id, {})[reader] = None

    def remove(self, reader: Reader) -> None:
        """The socket is lost or to be closed; again is harmless."""
        reader.open = False
        for name in list(reader.follows):
            self.leave(reader, name)
        self.readers.pop(reader, None)
        mine = self.by_person.get(reader.visitor.person_id, {})
        mine.pop(reader, None)
        if not mine:
            self.by_person.pop(reader.visitor.person_id, None)

    def join(self, reader: Reader, topic: Topic, key: Key) -> None:
        """From now on the reader hears the topic. What waits leaves first, so that nothing is told twice."""
        if key in topic.groups:
            topic.groups[key].flush()  # to this reader too, if it is there; whoever falls behind by this leaves
        self._drop(reader, topic.name)
        group = topic.groups.get(key)
        if group is None:
            group = topic.groups[key] = Group(topic.seq)
        group.add(reader)
        reader.follows[topic.name] = Following(topic, key, group, topic.seq)

    def rest(self, reader: Reader, topic: Topic, key: Key, seen: int) -> None:
        """The reader is away: it follows, and hears what it missed when it wakes."""
        self._drop(reader, topic.name)
        reader.follows[topic.name] = Following(topic, key, None, seen)

    def leave(self, reader: Reader, name: str) -> None:
        self._drop(reader, name)
        reader.here.discard(name)

    def _drop(self, reader: Reader, name: str) -> None:
        following = reader.follows.pop(name, None)
        if following is not None:
            self.part(reader, following)

    def part(self, reader: Reader, following: Following) -> None:
        group, topic, following.group = following.group, following.topic, None
        if group is None:
            return
        group.remove(reader)
        if not group:
            if topic.groups.get(following.key) is group:
                del topic.groups[following.key]
            topic.idle_since = asyncio.get_running_loop().time()

    def publish(self, topic: Topic, kept: Kept) -> None:
        """Tell one event to everybody, each group its frame; a group without one is told to reload."""
        topic.keep(kept)
        self.frames += 1
        for key, group in list(topic.groups.items()):
            frame = kept.frame(key)
            if frame is None:
                self.reload(topic, key)
            else:
                group.waiting.append(frame)
                group.pending = kept.event.seq
                if frame is not kept.seen:  # a bare seen waits for the next frame, or the sweep
                    self._soon(group)

    def tell(self, topic: Topic, frame: bytes, hears: Callable[[str], bool] = lambda audience: True) -> None:
        """A frame without a number (presence, writing) to all who follow the topic in an audience that hears it."""
        self.frames += 1
        for key, group in topic.groups.items():
            if hears(key.audience):
                group.waiting.append(frame)
                self._soon(group)

    def reload(self, topic: Topic, key: Key | None = None) -> None:
        """They fetch the page anew and follow again; until then they hear nothing of the topic."""
        frame = protocol.encode(protocol.Reload(topic.name))
        for group_key in [key] if key else list(topic.groups):
            group = topic.groups.pop(group_key)
            group.flush()
            for reader in group:
                self.leave(reader, topic.name)
                reader.write(frame)
        topic.idle_since = asyncio.get_running_loop().time()

    def flush(self) -> None:
        """Also what was not worth a write of its own."""
        for topic in self.topics.values():
            topic.flush()

    def forget(self) -> None:
        """Topics that nobody has followed for a while."""
        late = asyncio.get_running_loop().time() - FORGET
        for topic in [t for t in self.topics.values() if not t.groups and t.idle_since < late]:
            del self.topics[topic.name]

    def _soon(self, group: Group) -> None:
        if not self._due:
            asyncio.get_running_loop().call_soon(self._flush_due)
        self._due[group] = None

    def _flush_due(self) -> None:
        due, self._due = self._due, {}
        for group in due:
            self.deliveries += len(group) * len(group.waiting)
            group.flush()
