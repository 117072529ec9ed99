"""What somebody looks for, as words; and which day a cohort meets next. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from community import words
from community.cohorts import rhythm

MOST_WORDS = 8
MOST_LETTERS = 80
SHORT = range(4, 7)  # letters


@dataclass(frozen=True)
class Search:
    """Words for a name or a place, in a state (its affiliate's slug) or anywhere."""

    q: str = ""
    state: str = ""

    def address(self, **change: str) -> str:
        """Where this search stands: /find/washington?q=cedar."""
        now = {"q": self.q, "state": self.state} | change
        place = f"/find/{now['state']}" if now["state"] else "/find"
        return place + (f"?{urlencode({'q': now['q']})}" if now["q"] else "")


@dataclass(frozen=True)
class Offer:
    """A cohort that takes people, with the instant of its next meeting or, where none is planned yet, its next day.

    `hours`: its weekday and time in words, on the clocks of its own zone, "" while none is chosen; `spoken`: its
    language.
    """

    cohort: Any
    next_at: datetime | None
    next_on: date | None
    hours: str
    spoken: str


def search(q: str, state: str = "") -> Search:
    """What was typed, without gaps at its ends and not longer than anybody means."""
    return Search(" ".join(q.replace("\x00", "").split())[:MOST_LETTERS].strip(), state)


def patterns(q: str) -> list[str]:
    """The words as patterns of LIKE; each must be found somewhere."""
    plain = re.sub(r"([%_\\])", r"\\\1", q)
    return [f"%{word}%" for word in plain.split()[:MOST_WORDS]]


def near(q: str) -> list[str]:
    """The words as patterns of PostgreSQL's ~, in small letters; short ones are met also with one letter wrong, or two
    swapped. None where no word is short: to those the letters that they share say enough.
    """
    typed = q.lower().split()[:MOST_WORDS]
    if not any(_is_short(word) for word in typed):
        return []
    return [_near(word) if _is_short(word) else re.escape(word) for word in typed]


def _is_short(word: str) -> bool:
    return word.isalpha() and len(word) in SHORT


def _near(word: str) -> str:
    wrong = [f"{word[:at]}\\w{word[at + 1 :]}" for at in range(len(word))]
    swapped = [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)]
    return rf"\y({'|'.join(wrong + swapped)})\y"


def offer(cohort: Any, meeting: Any, now: datetime, reader: str) -> Offer:
    """The cohort with when it meets, for somebody who reads this language."""
    today = now.astimezone(ZoneInfo(cohort.time_zone)).date()
    hours = ""
    if cohort.weekday is not None:
        hours = rhythm.hours(cohort.weekday, cohort.meets_at, cohort.minutes, cohort.time_zone, reader)
    return Offer(
        cohort,
        next_at=meeting.starts_at if meeting else None,
        next_on=None if meeting else cohort.next_planned(today),
        hours=hours,
        spoken=words.language_name(cohort.language, reader),
    )
