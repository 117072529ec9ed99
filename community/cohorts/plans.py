"""The plans of meetings that come with the product: data/cohort_templates.yaml as frozen dataclasses. Pure."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "data" / "cohort_templates.yaml"
FORMAT = "roundtable/cohort-templates/1"
VERSION = 1  # of the plans: what a cohort notes beside the key of the one it was made from
FIRST = "eight_weeks"


@dataclass(frozen=True)
class PlannedMeeting:
    """One meeting of a plan, in its week; the minutes of its `agenda` ({minutes, what}) add up to `minutes`."""

    week: int
    key: str
    title: str
    purpose: str
    minutes: int
    agenda: tuple[dict[str, Any], ...]
    bring: tuple[str, ...]
    facilitator_says: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A rhythm that was tried: how many weeks, and what each meeting is for. Its words are in `language`."""

    key: str
    name: str
    summary: str
    suits: str
    between_meetings: str
    weeks: int
    meetings: tuple[PlannedMeeting, ...]
    language: str

    @property
    def meeting_weeks(self) -> list[int]:
        """The weeks in which it meets."""
        return [meeting.week for meeting in self.meetings]

    @property
    def minutes(self) -> int:
        """How long most of its meetings are."""
        return Counter(meeting.minutes for meeting in self.meetings).most_common(1)[0][0]


@lru_cache
def plans() -> dict[str, Plan]:
    """All plans by key, in the order of the file."""
    read = YAML(typ="safe").load(FILE)
    if read["format"] != FORMAT:
        raise ValueError(f"{FILE.name} is {read['format']}, not {FORMAT}")
    return {one["key"]: _plan(one, read["language"]) for one in read["templates"]}


def _plan(one: dict[str, Any], language: str) -> Plan:
    meetings = tuple(_meeting(meeting) for meeting in one["meetings"] if meeting["meeting"])
    words = {name: one[name] for name in ("key", "name", "summary", "suits", "between_meetings", "weeks")}
    return Plan(**words, meetings=meetings, language=language)


def _meeting(meeting: dict[str, Any]) -> PlannedMeeting:
    lists = {name: tuple(meeting[name]) for name in ("agenda", "bring", "facilitator_says")}
    return PlannedMeeting(**{name: meeting[name] for name in ("week", "key", "title", "purpose", "minutes")} | lists)
