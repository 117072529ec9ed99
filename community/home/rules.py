"""How a day is greeted, and where the seats of a table stand. Pure."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

CAME_BACK = ("not_yet", "returned_incomplete", "answered")
MOST_SEATS = 20  # drawn at one table
MIDDLE, RADIUS = 120, 98  # of a picture that is 240 wide


@dataclass(frozen=True)
class Chair:
    """A place at the drawn table; `kind` is you, taken or open."""

    x: float
    y: float
    kind: str
    initials: str = ""
    tone: str = ""
    person_id: int = 0


@dataclass(frozen=True)
class Coming:
    """A date of a person's own: a meeting (with its instant), the latest safe day to submit, or a window's last day."""

    kind: str
    day: date
    name: str
    address: str
    at: datetime | None = None


def chairs(count: int) -> list[tuple[float, float]]:
    """Where `count` seats stand around the table, from its head on, clockwise."""
    turns = [2 * math.pi * place / count for place in range(count)]
    return [(round(MIDDLE + RADIUS * math.sin(turn), 1), round(MIDDLE - RADIUS * math.cos(turn), 1)) for turn in turns]


def table(members: Sequence[Any], me: int, here: Collection[int]) -> list[Chair]:
    """Who sits at a cohort's table, oneself first; of a large one as many as can be drawn."""
    ordered = sorted(members, key=lambda member: (member.person_id != me, member.person_id not in here))[:MOST_SEATS]
    places = zip(ordered, chairs(len(ordered)), strict=True)
    return [
        Chair(x, y, "you" if member.person_id == me else "taken", member.initials, member.tone, member.person_id)
        for member, (x, y) in places
    ]


def dates(
    standings: Sequence[Any], meetings: Mapping[int, Any], today: date, time_zone: str, most: int = 6
) -> list[Coming]:
    """What comes, the nearest first: the next meeting of each cohort, and of each running window its two days."""
    coming = [
        Coming("meeting", _day(one.starts_at, time_zone), one.title, f"/cohorts/{cohort_id}/meetings", one.starts_at)
        for cohort_id, one in meetings.items()
    ]
    for standing in standings:
        window, name = standing.application, standing.definition.title
        if window and window.is_running and window.last_day:
            address = f"/work/{standing.definition.code}"
            coming += [Coming("safe", window.safe_day, name, address)] if window.safe_day else []
            coming.append(Coming("closes", window.last_day, name, address))
    return sorted((one for one in coming if one.day >= today), key=lambda one: (one.day, one.kind, one.name))[:most]


def _day(at: datetime, time_zone: str) -> date:
    return at.astimezone(ZoneInfo(time_zone)).date()


def most_pressing(standings: Sequence[Any]) -> Any | None:
    """Of what a person works on, the one whose next step comes first: what came back, then the nearest safe date."""
    open_ones = [one for one in standings if one.next[0] not in ("done", "wait")]
    return min(open_ones, key=_press, default=None)


def _press(standing: Any) -> tuple[int, date, float]:
    kind, _requirement = standing.next
    safe_day = standing.application.safe_day if standing.application else None
    saved = [work.saved_at.timestamp() for work in standing.works.values() if work.saved_at]
    return (0 if kind in CAME_BACK else 1, safe_day or date.max, -max(saved, default=0.0))


def empty_table(count: int = 11, mine: int = 4) -> list[Chair]:
    """A table at which one seat waits."""
    return [Chair(x, y, "you" if place == mine else "open") for place, (x, y) in enumerate(chairs(count))]
