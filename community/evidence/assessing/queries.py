"""Self-assessments as rows, for their author only (R41); what is hard, for a cohort only counted (R65)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.people.queries import Person


@dataclass(frozen=True)
class Assessment:
    """Where its author sees one criterion; `level_key` "" is not said."""

    micro_credential_id: int
    requirement_key: str
    criterion_key: str
    level_key: str
    note: str
    said_at: datetime


@dataclass(frozen=True)
class Hard:
    """A requirement of which its author says that it is hard."""

    micro_credential_id: int
    requirement_key: str
    said_at: datetime


ASSESSMENT = """
select micro_credential_id, requirement_key, criterion_key, level_key, note, said_at from self_assessment
where person_id = :person_id
"""


async def assessments(person: Person, micro_credential_id: int, key: str) -> dict[str, Assessment]:
    """One's own for a requirement, by criterion."""
    found = await db.many(
        Assessment,
        ASSESSMENT + "and micro_credential_id = :id and requirement_key = :key order by criterion_key limit 100",
        person_id=person.id,
        id=micro_credential_id,
        key=key,
    )
    return {one.criterion_key: one for one in found}


async def all_assessments(person: Person) -> list[Assessment]:
    """All one's own."""
    order = "order by micro_credential_id, requirement_key, criterion_key limit 2000"
    return await db.many(Assessment, ASSESSMENT + order, person_id=person.id)


async def assess(
    person: Person, micro_credential_id: int, key: str, said: dict[str, tuple[str, str]], at: datetime
) -> None:
    """By criterion the level and the note that stand from now on."""
    await db.run(
        """
        insert into self_assessment
            (person_id, micro_credential_id, requirement_key, criterion_key, level_key, note, said_at)
        select :person_id, :id, :key, one.criterion_key, one.level_key, one.note, :at
        from unnest(cast(:criteria as text[]), cast(:levels as text[]), cast(:notes as text[]))
             as one(criterion_key, level_key, note)
        on conflict (person_id, micro_credential_id, requirement_key, criterion_key)
        do update set level_key = excluded.level_key, note = excluded.note, said_at = excluded.said_at
        """,
        person_id=person.id,
        id=micro_credential_id,
        key=key,
        criteria=list(said),
        levels=[level for level, _note in said.values()],
        notes=[note for _level, note in said.values()],
        at=at,
    )


async def hard_for(person: Person) -> list[Hard]:
    """All that one has said is hard."""
    return await db.many(
        Hard,
        """
        select micro_credential_id, requirement_key, said_at from hard_requirement
        where person_id = :person_id order by micro_credential_id, requirement_key limit 2000
        """,
        person_id=person.id,
    )


async def say_hard(person: Person, micro_credential_id: int, key: str, at: datetime) -> None:
    await db.run(
        """
        insert into hard_requirement (person_id, micro_credential_id, requirement_key, said_at)
        values (:person_id, :id, :key, :at) on conflict do nothing
        """,
        person_id=person.id,
        id=micro_credential_id,
        key=key,
        at=at,
    )


async def take_back(person: Person, micro_credential_id: int, key: str) -> None:
    await db.run(
        """
        delete from hard_requirement
        where person_id = :person_id and micro_credential_id = :id and requirement_key = :key
        """,
        person_id=person.id,
        id=micro_credential_id,
        key=key,
    )


async def hard_in(seat: Seat) -> dict[str, int]:
    """How many participants here say of each requirement that it is hard. A page shows what `rules.told` leaves."""
    rows = await db.many(
        dict,
        """
        select hard_requirement.requirement_key, count(*) as people
        from hard_requirement
        join seat on seat.person_id = hard_requirement.person_id
                 and seat.role = 'participant' and seat.state = 'active'
        join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
                               and definition_version.micro_credential_id = hard_requirement.micro_credential_id
        where seat.cohort_id = :cohort_id
        group by hard_requirement.requirement_key order by hard_requirement.requirement_key limit 100
        """,
        cohort_id=seat.cohort_id,
    )
    return {row["requirement_key"]: row["people"] for row in rows}
