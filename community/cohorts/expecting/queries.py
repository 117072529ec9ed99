"""Expected days as rows."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from community import clock, db
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.expecting import rules
from community.cohorts.expecting.rules import Expected
from community.cohorts.queries import Cohort, Place, Seat


async def expected(seat: Place | Seat, cohort: Cohort, requirements: Any) -> Expected:
    """What this cohort expects; `requirements`: those of its version, in their order."""
    cohort_id = seat.cohort_id if isinstance(seat, Seat) else seat.cohort.id
    row = await db.one(dict, "select version, days from expected where cohort_id = :id", id=cohort_id)
    return _expected(cohort, row, requirements)


async def expected_by_id(cohort_ids: list[int]) -> dict[int, Expected]:
    """For the feed."""
    rows = await db.many(
        dict,
        "select cohort_id, version, days from expected where cohort_id = any(:ids) order by cohort_id limit 2000",
        ids=cohort_ids,
    )
    found, by_id = await cohorts.cohorts_by_id(cohort_ids), {row["cohort_id"]: row for row in rows}
    return {
        one.id: _expected(one, by_id.get(one.id), await catalogue.public_requirements(one.definition_version_id))
        for one in found.values()
    }


async def put(place: Place, was: int, days: dict[str, date]) -> bool:
    """Whether version `was` was still the newest, and these days stand now."""
    written = await db.run(
        """
        insert into expected (cohort_id, version, days, changed_at)
        select :id, cast(:version as integer), cast(:days as jsonb), :at
        where :version = 1 or exists (select from expected where cohort_id = :id)
        on conflict (cohort_id) do update
        set version = excluded.version, days = excluded.days, changed_at = excluded.changed_at
        where expected.version = excluded.version - 1
        """,
        id=place.cohort.id,
        version=was + 1,
        days={key: day.isoformat() for key, day in days.items()},
        at=clock.now(),
    )
    return written == 1


def _expected(cohort: Cohort, row: dict[str, Any] | None, requirements: Any) -> Expected:
    days = {key: date.fromisoformat(day) for key, day in row["days"].items()} if row else {}
    today = clock.now().astimezone(ZoneInfo(cohort.time_zone)).date()
    return Expected(cohort.id, row["version"] if row else 0, days, rules.line(days, requirements, today))
