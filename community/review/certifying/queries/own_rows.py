"""Certifications as rows: one's own, and whom they let read."""

from dataclasses import dataclass
from datetime import date, datetime

from community import clock, db
from community.people.queries import Person
from community.review.certifying.rules import Standing, standing

CERTIFICATION = """
select certification.id, certification.micro_credential_id, micro_credential.code, micro_credential.title,
       micro_credential.issuer_id, issuer.slug, issuer.name as issuer, certification.address, certification.person_id,
       coalesce(holder.name, '') as name, certification.ground, certification.reason, certification.ends_on,
       certification.asked_at, coalesce(asker.name, '') as asked_by, certification.taken_at, certification.since,
       certification.ended_at, coalesce(ender.name, '') as ended_by, certification.end_reason,
       certification.asked_again_at, certification.asked_again_at is not null and not exists (
           select from calibration_reading
           join calibration_set on calibration_set.id = calibration_reading.calibration_set_id
           join definition_version on definition_version.id = calibration_set.definition_version_id
           where calibration_reading.person_id = certification.person_id
             and definition_version.micro_credential_id = certification.micro_credential_id
             and calibration_reading.finished_at > certification.asked_again_at
       ) as is_asked_again
from certification
join micro_credential on micro_credential.id = certification.micro_credential_id
join issuer on issuer.id = micro_credential.issuer_id
left join person as holder on holder.id = certification.person_id
left join person as asker on asker.id = certification.asked_by
left join person as ender on ender.id = certification.ended_by
"""
IN_FORCE = """
certification.since is not null and certification.ended_at is null
and (certification.ends_on is null or certification.ends_on >= :today)
and (certification.ground <> 'earner' or exists (
    select 1 from award where award.person_id = certification.person_id
    and award.micro_credential_id = certification.micro_credential_id and award.revoked_at is null
))
"""


@dataclass(frozen=True)
class Certification:
    """Somebody who is asked, or may, review one micro-credential. `name` is "" until the asked one has taken it."""

    id: int
    micro_credential_id: int
    code: str
    title: str
    issuer_id: int
    slug: str
    issuer: str
    address: str
    person_id: int | None
    name: str
    ground: str
    reason: str
    ends_on: date | None
    asked_at: datetime
    asked_by: str
    taken_at: datetime | None
    since: datetime | None
    ended_at: datetime | None
    ended_by: str
    end_reason: str
    asked_again_at: datetime | None = None
    is_asked_again: bool = False  # to calibrate, and has finished no set since

    @property
    def standing(self) -> Standing:
        return standing(self.taken_at, self.since, self.ends_on, self.ended_at, clock.now().date())

    @property
    def topic(self) -> str:
        return f"issuer:{self.issuer_id}"


async def certified_for(person: Person) -> frozenset[int]:
    """The micro-credentials that this person may review now: named, calibrated, not ended (R51).

    An earner's stands on the award: it opens nothing once that is revoked.
    """
    rows = await db.many(
        dict,
        f"""
        select micro_credential_id as id from certification where person_id = :person_id and {IN_FORCE}
        order by micro_credential_id limit 1000
        """,  # noqa: S608
        person_id=person.id,
        today=clock.now().date(),
    )
    return frozenset(row["id"] for row in rows)


async def mine(person: Person) -> list[Certification]:
    """What this person reviews or is to calibrate for, and what is over, by issuer and title."""
    return await db.many(
        Certification,
        CERTIFICATION
        + """
        where certification.person_id = :person_id
        order by certification.ended_at is not null, issuer.name, micro_credential.title, certification.id limit 200
        """,
        person_id=person.id,
    )


async def offers(person: Person) -> list[Certification]:
    """What this person is asked to review, at one of their confirmed addresses."""
    return await db.many(
        Certification,
        CERTIFICATION  # noqa: S608
        + """
        where certification.taken_at is null and certification.ended_at is null
          and (certification.ends_on is null or certification.ends_on >= :today)
          and certification.address in (
              select address from email where person_id = :person_id and confirmed_at is not null
          )
        order by certification.asked_at, certification.id limit 100
        """,
        person_id=person.id,
        today=clock.now().date(),
    )


async def take(person: Person, one: Certification, at: datetime) -> bool:
    """Whether it waited for this person, and nothing else of theirs stands in its way."""
    await end_over_by_id("person_id = :who", person.id, one.micro_credential_id, at)
    done = await db.run(
        """
        update certification set person_id = :person_id, taken_at = :at
        where id = :id and taken_at is null and ended_at is null and address in (
            select address from email where person_id = :person_id and confirmed_at is not null
        ) and not exists (
            select 1 from certification as other
            where other.person_id = :person_id and other.micro_credential_id = certification.micro_credential_id
              and other.ended_at is null
        )
        """,
        id=one.id,
        person_id=person.id,
        at=at,
    )
    return done == 1


async def refuse(person: Person, certification_id: int, at: datetime) -> bool:
    done = await db.run(
        """
        update certification set ended_at = :at, ended_by = :person_id, end_reason = 'refused'
        where id = :id and taken_at is null and ended_at is null and address in (
            select address from email where person_id = :person_id and confirmed_at is not null
        )
        """,
        id=certification_id,
        person_id=person.id,
        at=at,
    )
    return done == 1


async def begin(person: Person, micro_credential_id: int, at: datetime) -> Certification | None:
    """In force from now on; None where nothing of this person waited for it."""
    id = await db.value(
        """
        update certification set since = :at
        where person_id = :person_id and micro_credential_id = :micro_credential_id
          and since is null and ended_at is null returning id
        """,
        person_id=person.id,
        micro_credential_id=micro_credential_id,
        at=at,
    )
    return await db.one(Certification, CERTIFICATION + "where certification.id = :id", id=id) if id else None


async def stands_with_by_id(person_id: int, issuer_id: int) -> bool:
    """Whether this person is named for anything else of that issuer's."""
    return await db.value(
        """
        select exists (
            select 1 from certification
            join micro_credential on micro_credential.id = certification.micro_credential_id
            where person_id = :person_id and issuer_id = :issuer_id and ended_at is null
        )
        """,
        person_id=person_id,
        issuer_id=issuer_id,
    )


async def certifications_by_id(ids: list[int]) -> dict[int, Certification]:
    found = await db.many(
        Certification,
        CERTIFICATION + "where certification.id = any(:ids) order by certification.id limit 1000",
        ids=ids,
    )
    return {one.id: one for one in found}


async def holders_by_id(ids: list[int]) -> dict[int, list[int]]:
    """Whose it is: {certification: persons}; of what nobody has taken, nobody."""
    found = await certifications_by_id(ids)
    return {id: [one.person_id] if one.person_id else [] for id, one in found.items()}


async def end_over_by_id(whose: str, who: str | int, micro_credential_id: int, at: datetime) -> None:
    """What ran out makes room for a new one."""
    await db.run(
        f"""
        update certification set ended_at = :at, end_reason = 'over'
        where micro_credential_id = :micro_credential_id and ended_at is null and ends_on < :today and {whose}
        """,  # noqa: S608
        micro_credential_id=micro_credential_id,
        who=who,
        at=at,
        today=at.date(),
    )
