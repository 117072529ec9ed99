"""What an appeal stands on: a result that was told, or a case that ended in a revocation."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Decided:
    """A decision. `case_id` and `appeal_by`: of the case it was made in; `appeal`: the number of an appeal of it."""

    issuer_id: int
    told_at: datetime
    case_id: int | None
    appeal_by: datetime | None
    appeal: str


async def result(person: Person, submission_id: int) -> Decided | None:
    """Of one's own attempt, once it is told."""
    return await db.one(
        Decided,
        """
        select micro_credential.issuer_id, submission.told_at, former.id as case_id, former.appeal_by,
               coalesce(appeal.number, '') as appeal
        from submission
        join application on application.id = submission.application_id
        join micro_credential on micro_credential.id = application.micro_credential_id
        left join case_file as former on former.submission_id = submission.id and former.kind = 'submission'
            and former.upheld
        left join case_file as appeal on appeal.submission_id = submission.id and appeal.kind = 'result'
        where submission.id = :id and application.person_id = :person_id and submission.told_at is not null
        order by former.id desc nulls last limit 1
        """,
        id=submission_id,
        person_id=person.id,
    )


async def revocation(person: Person, award_id: int) -> Decided | None:
    """The newest case in which one's own award was revoked."""
    return await db.one(
        Decided,
        """
        select former.issuer_id, former.decided_at as told_at, former.id as case_id, former.appeal_by,
               coalesce(appeal.number, '') as appeal
        from case_file as former left join case_file as appeal on appeal.appeal_of = former.id
        where former.award_id = :id and former.kind = 'award' and former.upheld and former.person_id = :person_id
        order by former.id desc limit 1
        """,
        id=award_id,
        person_id=person.id,
    )
