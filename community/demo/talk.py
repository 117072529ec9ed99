"""What the sample people say to each other: threads from data/, set into a cohort's channels."""

import random
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML

from community.demo.places import DATA, names

# Short answers that close a thread, until the sample cohort has said enough.
CLOSING = (
    "Thank you!",
    "This helped.",
    "Keeping that.",
    "Same here.",
    "Oh, that is good.",
    "Writing this down.",
    "I'll try it tomorrow.",
    "See you Thursday.",
    "Good night, all.",
    "Needed this tonight.",
    "You two :)",
    "Yes. Exactly that.",
    "I had the same question.",
)


@dataclass(frozen=True)
class Line:
    """Somebody of the cast says something: on which day since the first meeting, at which local time."""

    who: str
    day: int
    at: str
    text: str


@dataclass(frozen=True)
class Thread:
    """`channel` is general, announcements, small_wins, or the key of a requirement. The first line opens it."""

    channel: str
    lines: tuple[Line, ...]


def threads(code: str, days: int, at_least: int = 0) -> list[Thread]:
    """What is said on this micro-credential within `days`, filled up with short answers.

    `at_least` lines of them were said before the last of these days, so that they are there at every hour of it.
    """
    found = [*_of_names(code), *(_of_talk() if code == "FA-01" else ())]
    kept = [Thread(t.channel, tuple(line for line in t.lines if line.day <= days)) for t in found]
    kept = [thread for thread in kept if thread.lines]
    return _filled_up(kept, days, at_least)


def _of_names(code: str) -> list[Thread]:
    found = []
    for talk in names()["discussions"]:
        if talk["micro_credential"] == code:
            for thread in talk["threads"]:
                lines = tuple(Line(m["by"], m["day"], m["at"], m["text"]) for m in thread["messages"])
                found.append(Thread(thread["requirement"] or thread["channel"], lines))
    return found


@lru_cache
def _of_talk() -> tuple[Thread, ...]:
    channels = YAML(typ="safe").load((DATA / "talk.yaml").read_text("utf-8"))["channels"]
    return tuple(
        Thread(channel, tuple(_line(text) for text in lines))
        for channel, threads in channels.items()
        for lines in threads
    )


def _line(text: str) -> Line:
    who, day, at, said = text.split(" ", 3)
    return Line(who, int(day), at, said)


def _filled_up(found: list[Thread], today: int, at_least: int) -> list[Thread]:
    chance = random.Random(7)  # noqa: S311 - the same world each time
    said = sum(line.day < today for thread in found for line in thread.lines)
    talks = [
        number
        for number, thread in enumerate(found)
        if thread.channel != "announcements" and thread.lines[-1].day < today
    ]
    while said < at_least:
        number = talks[said % len(talks)]
        thread = found[number]
        last = thread.lines[-1]
        hours, minutes = map(int, last.at.split(":"))
        later = min(hours * 60 + minutes + chance.randint(2, 35), 23 * 60 + 55)
        who = chance.choice([f"p{n}" for n in range(1, 15) if f"p{n}" != last.who])
        line = Line(who, last.day, f"{later // 60:02}:{later % 60:02}", chance.choice(CLOSING))
        found[number] = Thread(thread.channel, (*thread.lines, line))
        said += 1
    return found
