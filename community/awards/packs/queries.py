"""What a proof pack says of the way to an award, as rows, for its holder."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.awards.queries import Award
from community.people.queries import Person


@dataclass(frozen=True)
class Run:
    """The formal run that ended with the award. Days are those of `time_zone`."""

    time_zone: str
    started_at: datetime
    expires_at: datetime | None  # None: its issuer sets no end
    submitted_at: datetime
    decided_at: datetime
    attempt: int


@dataclass(frozen=True)
class Held:
    """The award for one part of a stack."""

    number: str
    title: str
    code: str
    awarded_at: datetime


async def run(person: Person, award: Award) -> Run | None:
    """Of one's own award; None for a stack's badge, and where the submission is not here."""
    return await db.one(
        Run,
        """
        select application.time_zone, application.started_at, application.expires_at, submission.submitted_at,
               submission.ended_at as decided_at, submission.attempt
        from submission join application on application.id = submission.application_id
        where submission.number = :number and application.person_id = :person_id and submission.state = 'earned'
        """,
        number=award.submission_number,
        person_id=person.id,
    )


async def minutes(person: Person, award: Award) -> int:
    """What one noted oneself as spent on it; 0 where nothing is noted."""
    return await db.value(
        "select coalesce(sum(minutes), 0) from effort where person_id = :person_id and micro_credential_id = :id",
        person_id=person.id,
        id=award.micro_credential_id or 0,
    )


async def parts(person: Person, award: Award) -> list[Held]:
    """One's own awards that a stack's badge is made of, in the stack's order."""
    rows: list[dict[str, Any]] = await db.many(
        dict,
        """
        select distinct on (award_part.place) award_part.place, part.number, definition_version.title,
               micro_credential.code, part.awarded_at
        from award_part
        join micro_credential on micro_credential.id = award_part.micro_credential_id
        join award as part on part.micro_credential_id = micro_credential.id and part.person_id = :person_id
        join definition_version on definition_version.id = part.definition_version_id
        where award_part.award_id = :award_id
        order by award_part.place, part.awarded_at desc, part.id desc limit 200
        """,
        person_id=person.id,
        award_id=award.id,
    )
    return [Held(row["number"], row["title"], row["code"], row["awarded_at"]) for row in rows]
