"""What was decided of one's own attempt, once it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from community import db
from community.errors import NotFound
from community.people.queries import Person
from community.submissions.queries import Submission
from community.submissions.rules import OUTCOMES, Missing, Remark, Verdict


@dataclass(frozen=True)
class Result:
    """Verdicts in the order of the rubric, each with what its readers remarked; what is missing."""

    verdicts: Sequence[Verdict]
    missing: Sequence[Missing]


@dataclass(frozen=True)
class _Said:
    requirement_key: str
    criterion_key: str
    reader: int
    level: str
    saw: str
    would_meet: str
    category: str

    @property
    def remark(self) -> Remark:
        return Remark(self.reader, self.level, self.saw, self.would_meet, self.category)


async def result(person: Person, submission: Submission) -> Result:
    """Of one's own attempt; NotFound before it is told, and for anybody else's."""
    if submission.person_id != person.id or submission.state not in OUTCOMES:
        raise NotFound
    return await result_by_id(submission.id)


async def result_by_id(submission_id: int) -> Result:
    """Of an attempt that the caller may read."""
    verdicts = await db.many(
        Verdict,
        """
        select requirement_key, criterion_key, met, level, stays, follow
        from submission_verdict where submission_id = :id order by place limit 500
        """,
        id=submission_id,
    )
    said = await db.many(
        _Said,
        """
        select requirement_key, criterion_key, reader, level, saw, would_meet, category
        from submission_remark where submission_id = :id order by requirement_key, criterion_key, reader limit 1500
        """,
        id=submission_id,
    )
    missing = await db.many(
        Missing,
        "select requirement_key, says from submission_missing where submission_id = :id order by place limit 200",
        id=submission_id,
    )
    return Result([_with_remarks(verdict, said) for verdict in verdicts], missing)


async def newest(person: Person, micro_credential_id: int) -> str | None:
    """The number of one's own last attempt there of which a result is told."""
    return await db.value(
        """
        select submission.number
        from submission join application on application.id = submission.application_id
        where application.person_id = :person_id and application.micro_credential_id = :id
          and submission.told_at is not null
        order by submission.id desc limit 1
        """,
        person_id=person.id,
        id=micro_credential_id,
    )


async def not_yets(person: Person, submission: Submission) -> int:
    """How many of one's own attempts in this window came back with a Not Yet, this one and those before (R36)."""
    return await db.value(
        """
        select count(*) from submission join application on application.id = submission.application_id
        where application.id = :id and application.person_id = :person_id and submission.state = 'not_yet'
          and submission.told_at is not null and submission.id <= :submission_id
          and submission.reread_at is null
        """,
        id=submission.application_id,
        person_id=person.id,
        submission_id=submission.id,
    )


async def own_affiliate(person: Person) -> str | None:
    """The slug of the affiliate of one's own last membership."""
    return await db.value(
        """
        select affiliate.slug from membership join affiliate on affiliate.id = membership.affiliate_id
        where membership.person_id = :person_id order by membership.starts_on desc, membership.id limit 1
        """,
        person_id=person.id,
    )


def _with_remarks(verdict: Verdict, said: Sequence[_Said]) -> Verdict:
    mine = [
        one.remark
        for one in said
        if (one.requirement_key, one.criterion_key) == (verdict.requirement_key, verdict.criterion_key)
    ]
    return replace(verdict, remarks=tuple(mine))
