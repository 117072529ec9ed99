"""Notices as sentences of a mail: no elements, and each moment as its reader's clock and calendar have it."""

import re
from datetime import UTC, datetime
from html import unescape

from community import rendering, words
from community.notifications.telling import Told
from community.people.queries import Person

MOMENT = re.compile(r'<time datetime="([^"]+)Z"(?: data-style="(\w+)")?>[^<]*</time>')
ELEMENT = re.compile(r"<[^>]*>")


def sentence(told: Told, person: Person) -> str:
    """What stands in the inbox, in this person's language and zone."""
    language = words.known(person.language)
    html = rendering.render(told.says, language, about=told.about, by=told.by, count=told.count)
    timed = MOMENT.sub(lambda found: words.instant(_at(found[1]), language, person.time_zone, found[2]), html)
    return " ".join(unescape(ELEMENT.sub("", timed)).split())


def _at(stamp: str) -> datetime:
    """What a page names 2026-11-27T17:00:00Z."""
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC)
