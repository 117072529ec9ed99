"""What the page of a cohort's health makes of its numbers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from community.evidence.rules import State
from community.insights.rules import FEWEST_RESULTS, is_told

MOST_WEEKS = 60
DONE = frozenset({State.READY, State.SUBMITTED, State.MET})
# How far each state is: a move to one further on is a step forward. To come back for revision is none back.
ORDER = {
    State.NOT_STARTED: 0,
    State.DRAFTING: 1,
    State.REVISING: 1,
    State.NOT_YET: 1,
    State.RETURNED_INCOMPLETE: 1,
    State.ASKING: 2,
    State.ANSWERED: 3,
    State.READY: 4,
    State.SUBMITTED: 5,
    State.MET: 6,
}


class Stage(StrEnum):
    """How far a requirement is, without saying what reviewers found (R64)."""

    NOT_STARTED = "not_started"
    WORKING = "working"
    TALKED_OVER = "talked_over"  # with peers
    READY = "ready"
    HANDED_IN = "handed_in"  # with the reviewers, or met


STAGES = {
    State.NOT_STARTED: Stage.NOT_STARTED,
    State.DRAFTING: Stage.WORKING,
    State.REVISING: Stage.WORKING,
    State.NOT_YET: Stage.WORKING,
    State.RETURNED_INCOMPLETE: Stage.WORKING,
    State.ASKING: Stage.TALKED_OVER,
    State.ANSWERED: Stage.TALKED_OVER,
    State.READY: Stage.READY,
    State.SUBMITTED: Stage.HANDED_IN,
    State.MET: Stage.HANDED_IN,
}


@dataclass(frozen=True)
class Row:
    """One requirement, and a number for each column."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Feedback:
    """Requests of a cohort and what came of them. `gave` and `received`: how many people never, once or twice, more."""

    asked: int = 0
    sent: int = 0
    waiting: int = 0
    waits_since: datetime | None = None
    turnaround: tuple[int, int, int, int] = (0, 0, 0, 0)
    gave: tuple[int, int, int] = (0, 0, 0)
    received: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class Hard:
    """Of how many who have begun a requirement how many say that it is hard."""

    key: str
    said: int
    begun: int


@dataclass(frozen=True)
class Returns:
    """Why attempts came back: by requirement and the readers' category, in so many of the results there are."""

    results: int = 0
    people: int = 0
    why: Mapping[tuple[str, str], int] | None = None

    @property
    def is_told(self) -> bool:
        """R65, and enough of them that no single one is meant."""
        return self.results >= FEWEST_RESULTS and is_told(self.people)


@dataclass(frozen=True)
class Gathering:
    """One meeting that has begun, and how many were there."""

    id: int
    title: str
    starts_at: datetime
    there: int
    late: int
    not_there: int

    @property
    def came(self) -> int:
        return self.there + self.late

    @property
    def marked(self) -> int:
        return self.came + self.not_there


def may_count(leads_from_a_seat: bool, people: int) -> bool:
    """A facilitator sees the states of all anyway; above the cohort only a group of five and more is counted (R65)."""
    return leads_from_a_seat or is_told(people)


def how_far(columns: Sequence[Any], states: Mapping[tuple[str, str], int], people: int) -> list[Row]:
    """For each requirement how many people are how far, in the order of `Stage`."""
    rows = []
    for column in columns:
        counts = dict.fromkeys(Stage, 0)
        for state in State:
            counts[STAGES[state]] += states.get((column.key, state), 0) if state is not State.NOT_STARTED else 0
        counts[Stage.NOT_STARTED] = max(0, people - sum(counts.values()))
        rows.append(Row(column.label, tuple(counts.values())))
    return rows


def weeks(starts_on: date, ends_on: date, today: date) -> tuple[int, int]:
    """(how many weeks have begun, how many the plan has)."""
    planned = min(MOST_WEEKS, max(1, -(-((ends_on - starts_on).days + 1) // 7)))
    begun = min(MOST_WEEKS, max(0, (today - starts_on).days // 7 + 1))
    return begun, max(planned, begun)


def steps(columns: Sequence[Any], moves: Iterable[tuple[int, str, str, str, int]], begun: int) -> list[Row]:
    """For each requirement the steps forward in each week that has begun; moves: (week, key, was, became, count)."""
    found: dict[tuple[str, int], int] = {}
    for week, key, was, became, count in moves:
        if ORDER[State(became)] > ORDER[State(was)]:
            found[key, week] = found.get((key, week), 0) + count
    return [Row(one.label, tuple(found.get((one.key, week), 0) for week in range(1, begun + 1))) for one in columns]


def ready(now: int, moves: Iterable[tuple[int, str, str, str, int]], begun: int) -> list[int]:
    """How many pieces of work were ready or further at the end of each week; `now` so many are.

    What was ready before the cohort heard of it counts from the first week on.
    """
    more = [0] * (begun + 1)
    for week, _key, was, became, count in moves:
        if 1 <= week <= begun:
            more[week] += count * ((State(became) in DONE) - (State(was) in DONE))
    counts = [now - sum(more)]
    for week in range(1, begun + 1):
        counts.append(counts[-1] + more[week])
    return [max(0, count) for count in counts[1:]]


def plan(days: Mapping[str, date], starts_on: date, planned: int, people: int) -> list[int]:
    """How many pieces the cohort expects to be ready at the end of each week; [] where it expects nothing."""
    if not days:
        return []
    ends = [starts_on + timedelta(weeks=week) for week in range(1, planned + 1)]
    return [people * sum(day < end for day in days.values()) for end in ends]
