"""What a candidate may read to calibrate, and what they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person
from community.review.certifying.queries import Certification

READING = """
select calibration_reading.id, calibration_reading.calibration_set_id, calibration_set.title, calibration_set.source,
       calibration_set.definition_version_id, micro_credential.id as micro_credential_id, micro_credential.issuer_id,
       certification.id as certification_id, calibration_reading.begun_at, calibration_reading.finished_at,
       calibration_reading.agreed, calibration_reading.criteria, calibration_reading.percent,
       issuer.calibration_percent as asked_percent
from calibration_reading
join calibration_set on calibration_set.id = calibration_reading.calibration_set_id
join definition_version on definition_version.id = calibration_set.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
join issuer on issuer.id = micro_credential.issuer_id
join certification on certification.micro_credential_id = micro_credential.id
    and certification.person_id = calibration_reading.person_id and certification.ended_at is null
"""


@dataclass(frozen=True)
class Choice:
    """A set that a candidate may read; the numbers where they have begun or finished."""

    set_id: int
    title: str
    source: str
    reading_id: int | None
    finished_at: datetime | None
    agreed: int | None
    criteria: int | None
    percent: int | None


@dataclass(frozen=True)
class Reading:
    """A candidate and a set. When it is finished: `agreed` of `criteria`, and the `percent` that was asked for."""

    id: int
    calibration_set_id: int
    title: str
    source: str
    definition_version_id: int
    micro_credential_id: int
    issuer_id: int
    certification_id: int
    begun_at: datetime
    finished_at: datetime | None
    agreed: int | None
    criteria: int | None
    percent: int | None
    asked_percent: int


@dataclass(frozen=True)
class Given:
    """The level chosen ("" not yet), and what the reader saw."""

    requirement_key: str
    criterion_key: str
    level: str
    saw: str


async def choices(person: Person, certification: Certification) -> list[Choice]:
    """The sets for what one is named for: those in use, and those one has begun."""
    return await db.many(
        Choice,
        """
        select calibration_set.id as set_id, calibration_set.title, calibration_set.source,
               calibration_reading.id as reading_id, calibration_reading.finished_at, calibration_reading.agreed,
               calibration_reading.criteria, calibration_reading.percent
        from calibration_set
        join definition_version on definition_version.id = calibration_set.definition_version_id
        left join calibration_reading on calibration_reading.calibration_set_id = calibration_set.id
            and calibration_reading.person_id = :person_id
        where definition_version.micro_credential_id = :micro_credential_id
          and (calibration_set.retired_at is null or calibration_reading.id is not null)
        order by calibration_reading.finished_at nulls last, calibration_set.id limit 100
        """,
        person_id=person.id,
        micro_credential_id=certification.micro_credential_id,
    )


async def reading(person: Person, reading_id: int) -> Reading | None:
    """One's own, while one stands in the register for it."""
    return await db.one(
        Reading,
        READING + "where calibration_reading.id = :id and calibration_reading.person_id = :person_id",
        id=reading_id,
        person_id=person.id,
    )


async def begin(person: Person, set_id: int, at: datetime) -> int:
    """The reading's id; of one that was begun already, its own."""
    await db.run(
        """
        insert into calibration_reading (calibration_set_id, person_id, begun_at) values (:set_id, :person_id, :at)
        on conflict do nothing
        """,
        set_id=set_id,
        person_id=person.id,
        at=at,
    )
    return await db.value(
        "select id from calibration_reading where calibration_set_id = :set_id and person_id = :person_id",
        set_id=set_id,
        person_id=person.id,
    )


async def given(person: Person, reading: Reading) -> dict[tuple[str, str], Given]:
    """{(requirement, criterion): what was chosen}"""
    rows = await db.many(
        Given,
        """
        select requirement_key, criterion_key, level, saw from calibration_answer
        where calibration_reading_id = :id order by requirement_key, criterion_key limit 500
        """,
        id=reading.id,
    )
    return {(one.requirement_key, one.criterion_key): one for one in rows}


async def keep(person: Person, reading: Reading, answers: Sequence[Given]) -> None:
    await db.run(
        """
        insert into calibration_answer (calibration_reading_id, requirement_key, criterion_key, level, saw)
        select :id, requirement_key, criterion_key, level, saw
        from unnest(cast(:requirements as text[]), cast(:criteria as text[]), cast(:levels as text[]),
                    cast(:saws as text[])) as given (requirement_key, criterion_key, level, saw)
        where exists (select 1 from calibration_reading where id = :id and finished_at is null)
        on conflict (calibration_reading_id, requirement_key, criterion_key) do update
        set level = excluded.level, saw = excluded.saw
        """,
        id=reading.id,
        requirements=[one.requirement_key for one in answers],
        criteria=[one.criterion_key for one in answers],
        levels=[one.level for one in answers],
        saws=[one.saw for one in answers],
    )


async def finish(person: Person, reading: Reading, agreed: int, criteria: int, at: datetime) -> bool:
    """Whether it was still open: of two at once, one."""
    done = await db.run(
        """
        update calibration_reading set finished_at = :at, agreed = :agreed, criteria = :criteria, percent = :percent
        where id = :id and finished_at is null
        """,
        id=reading.id,
        at=at,
        agreed=agreed,
        criteria=criteria,
        percent=reading.asked_percent,
    )
    return done == 1
