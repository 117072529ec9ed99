"""Notices as sentences of a mail: no elements, and each moment as its reader's clock and calendar have it."""

import re
from datetime import UTC, datetime
from html import unescape
from zoneinfo import ZoneInfo

from community import rendering, words
from community.notifications.telling import Told
from community.people.queries import Person

MOMENT = re.compile(r'<time datetime="([^"]+)Z"(?: data-style="(\w+)")?>[^<]*</time>')
ELEMENT = re.compile(r"<[^>]*>")


def sentence(told: Told, person: Person) -> str:
    """What stands in the inbox, in this person's language and zone."""
    language = words.known(person.language)
    html = rendering.render(told.says, language, about=told.about, by=told.by, count=told.count)
    timed = MOMENT.sub(lambda found: when(found[1], found[2], language, person.time_zone), html)
    return " ".join(unescape(ELEMENT.sub("", timed)).split())


def when(stamp: str, style: str | None, language: str, time_zone: str) -> str:
    """A stamp of a page, such as 2026-11-27T17:00:00: in words, with the zone where there is a time of day."""
    here = datetime.fromisoformat(stamp).replace(tzinfo=UTC).astimezone(ZoneInfo(time_zone))
    day = words.day(here.date(), language)
    if style == "day":
        return day
    timed = f"{words.time_of_day(here, language)} ({time_zone.replace('_', ' ')})"
    return timed if style == "time" else f"{day}, {timed}"
