"""Each event is rendered once per audience and language: html becomes a frame."""

import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from realtime import protocol
from realtime.seams import Event, Shows
from realtime.topic import Kept, Key

log = logging.getLogger("roundtable.live")

ROOT_ID = re.compile(r'\s*<[a-zA-Z][^<>]*?\sid="([^"<>]+)"')


class Looks:
    """How events look, and what of it has failed."""

    def __init__(self, shows: Shows) -> None:
        self.shows = shows

    async def things(self, events: Sequence[Event]) -> dict[str, Any]:
        """{topic: what its events are about}, loaded at once; a topic whose things cannot be loaded is missing."""
        if not events:
            return {}
        by_topic: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            by_topic[event.topic].append(event)
        try:
            return dict.fromkeys(by_topic, await self.shows.things(events))
        except Exception:
            log.exception("loading what %d events are about failed; once more by topic", len(events))
        things = {}
        for topic, its in by_topic.items():
            try:
                things[topic] = await self.shows.things(its)
            except Exception:
                log.exception("loading what %s is about failed", topic)
        return things

    def render(self, kept: Kept, things: dict[str, Any], key: Key) -> bool:
        """Put the frame for `key` into `kept`; False (and logged) if that fails."""
        event = kept.event
        if event.topic not in things:
            return False
        try:
            html = (self.shows.render(event, things[event.topic], key.audience, key.language) or "").strip()
            if not html:
                kept.frames[key] = kept.seen
            else:
                kept.element = _id_of(html)
                kept.frames[key] = protocol.encode(protocol.Show(event.topic, event.seq, kept.element, html))
        except Exception:
            log.exception("%s %s (%s) cannot be shown to %s", event.topic, event.seq, event.kind, key.audience)
            return False
        return True


def _id_of(html: str) -> str:
    found = ROOT_ID.match(html)
    if not found:
        raise ValueError(f"a live partial is one element with an id: {html[:80]!r}")
    return found.group(1)
