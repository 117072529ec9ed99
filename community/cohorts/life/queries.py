"""Cohorts for which something is due, and who is told when nobody leads one."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.affiliates import queries as affiliates
from community.cohorts import rules as cohort_rules
from community.cohorts.queries import Cohort, Member, Place, cohorts_by_id
from community.cohorts.queries.member_rows import MEMBER


@dataclass(frozen=True)
class Aftercare:
    """A member, and who looks after them; "" for who goes on alone."""

    name: str
    caretaker: str


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


async def finishing_by_id(after: int, most: int) -> list[int]:
    """For the job: the cohorts that finish."""
    rows = await db.many(
        dict,
        "select id from cohort where state = 'finishing' and id > :after order by id limit :most",
        after=after,
        most=most,
    )
    return [row["id"] for row in rows]


async def participants(place: Place) -> list[Member]:
    """Who takes part, also who is away for a while, by name."""
    return await db.many(
        Member,
        MEMBER
        + """
        where seat.cohort_id = :cohort_id and seat.role = 'participant' and seat.state in ('active', 'paused')
        order by person.name, seat.id limit 2000
        """,
        cohort_id=place.cohort.id,
    )


async def member_ids_by_id(cohort_id: int) -> list[int]:
    """The persons who take part, also those who are away for a while."""
    rows = await db.many(
        dict,
        """
        select person_id from seat
        where cohort_id = :id and role = 'participant' and state in ('active', 'paused') order by person_id limit 2000
        """,
        id=cohort_id,
    )
    return [row["person_id"] for row in rows]


async def look_after_by_id(cohort_id: int, person_id: int, caretaker_id: int | None) -> None:
    await db.run(
        """
        insert into aftercare (cohort_id, person_id, caretaker_id) values (:cohort_id, :person_id, :caretaker_id)
        on conflict (cohort_id, person_id) do update set caretaker_id = excluded.caretaker_id
        """,
        cohort_id=cohort_id,
        person_id=person_id,
        caretaker_id=caretaker_id,
    )


async def aftercare(place: Place) -> list[Aftercare]:
    """Who looks after whom since it was closed: all of it for who leads, else one's own line."""
    return await db.many(
        Aftercare,
        """
        select person.name, coalesce(caretaker.name, '') as caretaker
        from aftercare
        join person on person.id = aftercare.person_id
        left join person as caretaker on caretaker.id = aftercare.caretaker_id
        where cohort_id = :cohort_id and (:leads or aftercare.person_id = :person_id)
        order by person.name, person.id limit 500
        """,
        cohort_id=place.cohort.id,
        leads=cohort_rules.leads(place),
        person_id=place.person_id,
    )


async def concerned_by_id(cohort_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {cohort: who looks after somebody, and who is looked after}."""
    rows = await db.many(
        dict,
        """
        select cohort_id, person_id from aftercare where cohort_id = any(:ids)
        union select cohort_id, caretaker_id from aftercare where cohort_id = any(:ids) and caretaker_id is not null
        order by 1, 2 limit 5000
        """,
        ids=cohort_ids,
    )
    return _grouped(rows)


async def organizers_by_id(cohort_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {cohort: the organizers of its affiliate; where it has none, of the nearest one above that has}."""
    return await affiliates.organizers_for_by_id(await cohorts_by_id(cohort_ids))


def _grouped(rows: list[dict]) -> dict[int, list[int]]:
    people: dict[int, list[int]] = {}
    for row in rows:
        people.setdefault(row["cohort_id"], []).append(row["person_id"])
    return people
