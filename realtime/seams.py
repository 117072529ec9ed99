"""What the roof hands to realtime/, which itself imports nothing of the product."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from starlette.requests import HTTPConnection


@dataclass(frozen=True)
class Visitor:
    """Who opened a socket, for as long as it is open."""

    session_id: Any
    person_id: int
    language: str
    called: str = ""


def is_away(problem: BaseException) -> bool:
    """Whether it only says that the database cannot be reached just now; the product's word for it is Unavailable."""
    return isinstance(problem, OSError | TimeoutError) or type(problem).__name__ == "Unavailable"


class Event(Protocol):
    """One deed on one topic; `seq` counts per topic without gaps."""

    @property
    def topic(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def about(self) -> int | None: ...
    @property
    def by(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def detail(self) -> Mapping[str, Any] | None: ...


class Mark(Protocol):
    """Where a page was read: a topic, the log's epoch, the topic's newest number then."""

    @property
    def topic(self) -> str: ...
    @property
    def epoch(self) -> str: ...
    @property
    def seq(self) -> int: ...


class Log(Protocol):
    """The truth. A failure of any of them is waited out; nothing is shown meanwhile.

    It calls "topic seq" on the bus in the order of commits, of one commit person:ID first.
    """

    async def since(self, wants: Mapping[str, int], most: int) -> Sequence[Event]:
        """What came after each topic's number, at most `most` a topic, by topic and seq, all from one snapshot."""

    async def newest(self, topics: Collection[str]) -> Mapping[str, int]:
        """The newest number of at most 64 topics, 0 where nothing was ever told."""

    async def epoch(self) -> str:
        """Drawn anew by a restore."""


class Rights(Protocol):
    """Who is there, and what they may follow."""

    @property
    def gates(self) -> frozenset[str]:
        """Kinds, always told on person:ID too, by which access may end."""

    async def who(self, connection: HTTPConnection) -> Visitor | None: ...

    def allowed_origin(self, connection: HTTPConnection) -> bool: ...

    def read_mark(self, text: str, visitor: Visitor) -> Mark | None: ...

    async def may_follow(self, wants: Mapping[int, Collection[str]]) -> Mapping[int, Mapping[str, str]]:
        """{person: {topic: audience}} of {person: topics}; what is missing may not be followed."""

    async def may_write(self, visitor: Visitor, topic: str, place: int) -> str | None:
        """None where this person may not write; else what `hears` needs to know to whom that is told."""

    def hears(self, audience: str, since: str) -> bool:
        """Whether this audience of a topic is told that somebody writes there."""

    async def still_signed_in(self, session_ids: Collection[Any]) -> Collection[Any]: ...


class Shows(Protocol):
    """How what happened looks."""

    async def things(self, events: Sequence[Event]) -> Any:
        """What a batch of events is about, loaded at once; given back whole to render()."""

    def render(self, event: Event, things: Any, audience: str, language: str) -> str | None:
        """One element with an id; None where this audience is shown nothing."""

    def farewell(self, topic: str, why: str, language: str) -> tuple[str, str]:
        """What is said to whom a topic is closed: text and link, both may be empty. `why`: a gate kind, or "ended"."""
