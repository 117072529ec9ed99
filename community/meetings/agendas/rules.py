"""An agenda as lines, as the plan has it and as it is typed. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from community.cohorts import plans
from community.cohorts.plans import PlannedMeeting

MOST_LINES = 30
LONGEST = 300  # signs of a line
TYPED = re.compile(r"(?:(\d{1,3})\s+)?(\S.*)")


@dataclass(frozen=True)
class Line:
    """Some minutes (0: not said), and what is done in them."""

    minutes: int
    what: str


@dataclass(frozen=True)
class Agenda:
    """What a meeting is for, what to bring, and what who leads may say. Version 0 is the plan's own."""

    meeting_id: int
    version: int
    lines: tuple[Line, ...]
    bring: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)


def planned(meeting_id: int, template: str, week: int | None, title: str) -> Agenda:
    """What the plan says for the meeting of this week; one that was planned before weeks were kept has its title."""
    plan = plans.plans().get(template)
    meetings: Iterable[PlannedMeeting] = plan.meetings if plan else ()
    found = next((one for one in meetings if (one.week == week if week else one.title == title)), None)
    if found is None:
        return Agenda(meeting_id, 0, (), (), ())
    lines = tuple(Line(line["minutes"], line["what"]) for line in found.agenda)
    return Agenda(meeting_id, 0, lines, found.bring, found.facilitator_says)


def typed(agenda: Agenda) -> dict[str, Any]:
    """As its form shows it: one line each, the minutes first."""
    lines = [f"{line.minutes} {line.what}" if line.minutes else line.what for line in agenda.lines]
    return {"lines": "\n".join(lines), "bring": "\n".join(agenda.bring), "says": "\n".join(agenda.says)}


def texts(typed: str) -> tuple[str, ...]:
    """What was typed, line by line, without those that say nothing."""
    return tuple(filter(None, (" ".join(line.split()) for line in typed.splitlines())))


def lines(typed: str) -> tuple[Line, ...]:
    """"10 Round: names" is ten minutes; a line that begins with no number has none."""
    found = [match for line in texts(typed) if (match := TYPED.fullmatch(line))]
    return tuple(Line(int(match[1] or 0), match[2]) for match in found)
