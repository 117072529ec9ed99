"""Cohorts for which something is due, and who is told when nobody leads one."""

from datetime import date, datetime

from community import db
from community.cohorts.queries import Cohort, cohorts_by_id


async def near_by_id(tomorrow: date, year_ago: datetime, after: int, most: int) -> list[Cohort]:
    """For the job: those whose calendar may have come to a turn, in any zone; rules.due() says whether it has."""
    rows = await db.many(
        dict,
        """
        select id from cohort
        where id > :after
          and (state = 'open' and starts_on <= :tomorrow or state = 'running' and ends_on < :tomorrow
               or state = 'finishing' and coalesce(finished_at, :year_ago) <= :year_ago)
        order by id limit :most
        """,
        tomorrow=tomorrow,
        year_ago=year_ago,
        after=after,
        most=most,
    )
    return list((await cohorts_by_id([row["id"] for row in rows])).values())


async def led_otherwise_by_id(after: int, most: int) -> list[int]:
    """For the job: cohorts that go on and have lost their last facilitator, or found one again, since it was noted."""
    rows = await db.many(
        dict,
        """
        select id from cohort
        where id > :after and state in ('running', 'finishing')
          and (unled_since is null) <> exists (
              select 1 from seat where seat.cohort_id = cohort.id and role = 'facilitator' and seat.state = 'active')
        order by id limit :most
        """,
        after=after,
        most=most,
    )
    return [row["id"] for row in rows]


async def set_unled_by_id(cohort_id: int, since: datetime | None) -> None:
    await db.run("update cohort set unled_since = :since where id = :id", id=cohort_id, since=since)


async def organizers_by_id(cohort_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {cohort: the organizers of its affiliate; where it has none, of the nearest one above that has}."""
    rows = await db.many(
        dict,
        """
        with recursive upwards (cohort_id, id, parent_id, far) as (
            select cohort.id, affiliate.id, affiliate.parent_id, 0
            from cohort join affiliate on affiliate.id = cohort.affiliate_id where cohort.id = any(:ids)
            union all
            select upwards.cohort_id, affiliate.id, affiliate.parent_id, upwards.far + 1
            from affiliate join upwards on affiliate.id = upwards.parent_id where upwards.far < 5
        ), found as (
            select upwards.cohort_id, desk.person_id, upwards.far,
                   min(upwards.far) over (partition by upwards.cohort_id) as nearest
            from upwards
            join desk on desk.affiliate_id = upwards.id and desk.kind = 'organizer' and desk.ended_at is null
        )
        select distinct cohort_id, person_id from found where far = nearest order by 1, 2 limit 2000
        """,
        ids=cohort_ids,
    )
    people: dict[int, list[int]] = {}
    for row in rows:
        people.setdefault(row["cohort_id"], []).append(row["person_id"])
    return people
