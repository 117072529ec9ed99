"""What the realtime package is handed: who may follow which topic, and how an event looks to one audience."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from community import pages
from community.events import Event
from community.pages import Live

log = logging.getLogger("roundtable.showing")

# Access ends with these: they are also told on person:ID, and every follow of that person is asked again before
# anything else of the batch is shown (habit 12).
GATES = frozenset({"seat.left", "seat.removed", "seat.paused", "session.ended", "signed_out"})


class Showing:
    """The slices' tables `live` and `topics`, as functions of events and persons."""

    def __init__(self, live: Mapping[tuple[str, str], Live], topics: Mapping[str, Callable]) -> None:
        self.live, self.topics = live, topics

    async def may_follow(self, person_id: int, wanted: Iterable[str]) -> dict[str, str]:
        """{topic: the one audience}; what may not be followed, or does not exist, is not in it. One query a kind."""
        by_kind: dict[str, dict[int, str]] = defaultdict(dict)
        for topic in wanted:
            kind, _, number = topic.partition(":")
            if kind in self.topics and number.isdecimal() and len(number) < 19 and str(int(number)) == number:
                by_kind[kind][int(number)] = topic
        allowed = {}
        for kind, ids in by_kind.items():
            audiences = await self.topics[kind](person_id, list(ids))
            allowed |= {ids[number]: audience for number, audience in audiences.items() if number in ids}
        return allowed

    async def things(self, events: list[Event]) -> dict[tuple[str, int], object]:
        """What the events are about, each loaded once: {(partial, subject): thing}."""
        wanted: dict[Live, set[int]] = defaultdict(set)
        for event in events:
            live = self.of(event)
            if live is not None and event.about is not None:
                wanted[live].add(event.about)
        found: dict[tuple[str, int], object] = {}
        for live, ids in wanted.items():
            things = await live.load(sorted(ids))
            found |= {(live.template, number): thing for number, thing in things.items()}
        return found

    def render(self, event: Event, thing: object, audience: str, language: str) -> str | None:
        """The partial for this audience in this language; None where there is nothing to show (a bare `seen`)."""
        live = self.of(event)
        if live is None or thing is None:
            return None
        html = pages.render(live.template, language, event=event, audience=audience, **{live.name: thing}).strip()
        return html or None

    def of(self, event: Event) -> Live | None:
        return self.live.get((event.kind, event.topic.partition(":")[0]))
