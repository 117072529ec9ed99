"""Numbers as lines of a file, in pieces, so that fifty thousand cohorts are never held at once."""

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

from community.affiliates.queries import Desk
from community.insights.desk import queries, rules
from community.insights.desk.rules import Counter, Line, Month, counter
from community.insights.exporting import wording
from community.insights.rules import FEWEST, is_told, told
from community.sheets import BEGINS
from community.sheets import lines as as_lines

PIECE = 1000  # cohorts read at once
NUMBERS = ("people", "judged", "met", "awarded")


async def cohorts(desk: Desk, search: str, state: str) -> AsyncIterator[list[Line]]:
    """All that the list has, the newest first, by pieces."""
    after = 0
    while True:
        found = await queries.cohorts(desk, search, state, after, PIECE)
        yield found
        if len(found) < PIECE:
            break
        after = found[-1].id


async def as_csv(desk: Desk, search: str, state: str, heads: Iterable[str], few: str) -> AsyncIterator[str]:
    """A line for each cohort; `few` stands where a number is of fewer than five people."""
    yield BEGINS + as_lines([heads])
    async for found in cohorts(desk, search, state):
        yield as_lines(
            (
                *(one.id, one.name, one.affiliate, one.title, wording.state(one.state), one.starts_on, one.ends_on),
                *(few if count is None else count for count in (one.people_told, one.submitted_told, one.awarded_told)),
            )
            for one in found
        )


async def as_json(desk: Desk, search: str, state: str, months: list[Month]) -> AsyncIterator[str]:
    """{"affiliate", "fewest", "with_a_cohort", "alone", "months", "cohorts"}; null: of fewer than five."""
    head = {
        "affiliate": desk.affiliate,
        "fewest": FEWEST,
        "with_a_cohort": _counted(counter(months, True)),
        "alone": _counted(counter(months, False)),
        "months": [_month(months, one) for one in months],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "cohorts": ['
    between = ""
    async for found in cohorts(desk, search, state):
        for one in found:
            yield between + json.dumps(_cohort(one), ensure_ascii=False)
            between = ",\n"
    yield "]}\n"


def _counted(one: Counter) -> dict[str, int | None]:
    """First attempts and awards stand apart: each beside how many it is of."""
    return {
        "first_attempts_judged": told(one.judged),
        "met_on_the_first_attempt": one.met if is_told(one.judged) else None,
        "have_submitted": told(one.people),
        "earned_so_far": one.awarded if is_told(one.people) else None,
    }


def _month(months: list[Month], one: Month) -> dict[str, Any]:
    people, awards = (rules.by_month(months, [one.month], name, one.supported)[0] for name in ("people", "awards"))
    return {
        "month": f"{one.month:%Y-%m}",
        "with_a_cohort": one.supported,
        "first_attempts": people,
        "awards": awards,
    }


def _cohort(one: Line) -> dict[str, Any]:
    return {
        "number": one.id,
        "name": one.name,
        "affiliate": one.affiliate,
        "title": one.title,
        "state": one.state,
        "first_day": one.starts_on.isoformat(),
        "last_day": one.ends_on.isoformat(),
        "people": one.people_told,
        "have_submitted": one.submitted_told,
        "earned_so_far": one.awarded_told,
    }
