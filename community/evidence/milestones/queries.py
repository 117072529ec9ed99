"""Milestones as rows, for the one whose they are."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Milestone:
    """The day that its owner set herself for a requirement."""

    id: int
    person_id: int
    micro_credential_id: int
    requirement_key: str
    day: date


@dataclass(frozen=True)
class Told:
    """What a reminder says."""

    id: int
    code: str
    requirement_key: str
    title: str
    day: date


MILESTONE = """
select milestone.id, milestone.person_id, milestone.micro_credential_id, milestone.requirement_key, milestone.day
from milestone
"""


async def milestones(person: Person, micro_credential_id: int) -> dict[str, date]:
    """One's own days in a micro-credential, by requirement."""
    found = await db.many(
        Milestone,
        MILESTONE + "where person_id = :person_id and micro_credential_id = :id order by day, id limit 100",
        person_id=person.id,
        id=micro_credential_id,
    )
    return {one.requirement_key: one.day for one in found}


async def set_day(person: Person, micro_credential_id: int, key: str, day: date) -> None:
    """This day from now on; one that is moved is told anew."""
    await db.run(
        """
        insert into milestone (person_id, micro_credential_id, requirement_key, day)
        values (:person_id, :id, :key, :day)
        on conflict (person_id, micro_credential_id, requirement_key)
        do update set day = excluded.day, told_at = case when milestone.day = excluded.day then milestone.told_at end
        """,
        person_id=person.id,
        id=micro_credential_id,
        key=key,
        day=day,
    )


async def take_away(person: Person, micro_credential_id: int, key: str) -> None:
    await db.run(
        "delete from milestone where person_id = :person_id and micro_credential_id = :id and requirement_key = :key",
        person_id=person.id,
        id=micro_credential_id,
        key=key,
    )


async def tell_by_id(at: datetime, most: int) -> list[Milestone]:
    """Milestones whose day has come where their owner lives, from eight in the morning on, and whose work is not done.

    They are noted as told; those of more than two days ago are left alone.
    """
    return await db.many(
        Milestone,
        """
        update milestone set told_at = :at
        where id in (
            select milestone.id from milestone
            join person on person.id = milestone.person_id
            where milestone.told_at is null
              and milestone.day between cast(:day as date) - 3 and cast(:day as date) + 1
              and cast(:at as timestamptz) at time zone person.time_zone
                  between milestone.day + interval '8 hours' and milestone.day + interval '3 days'
              and not exists (
                  select from work
                  where work.person_id = milestone.person_id
                    and work.micro_credential_id = milestone.micro_credential_id
                    and work.requirement_key = milestone.requirement_key
                    and work.state in ('ready', 'submitted', 'met'))
            order by milestone.id limit :most for update of milestone skip locked
        )
        returning id, person_id, micro_credential_id, requirement_key, day
        """,
        at=at,
        day=at.date(),
        most=most,
    )


async def owners_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {milestone: persons}."""
    sql = "select id, person_id from milestone where id = any(:ids) order by id limit 2000"
    rows = await db.many(dict, sql, ids=ids)
    return {row["id"]: [row["person_id"]] for row in rows}


async def told_by_id(ids: list[int]) -> dict[int, Told]:
    """For notices."""
    found = await db.many(
        Told,
        """
        select milestone.id, micro_credential.code, milestone.requirement_key, milestone.day,
               (select definition_version.title from definition_version
                where definition_version.micro_credential_id = milestone.micro_credential_id
                  and definition_version.published_at is not null
                order by definition_version.id desc limit 1) as title
        from milestone join micro_credential on micro_credential.id = milestone.micro_credential_id
        where milestone.id = any(:ids) order by milestone.id limit 2000
        """,
        ids=ids,
    )
    return {one.id: one for one in found}
