"""What is decided of an attempt, written once; by whom and of whom is not known here, only its id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.submissions.rules import Missing, State, Verdict


@dataclass(frozen=True)
class Settled:
    """An attempt that is decided and of which its earner may not have heard yet."""

    id: int
    number: str
    application_id: int
    person_id: int
    state: State
    expected_on: date
    at_once: bool
    ended_at: datetime
    definition_version_id: int
    micro_credential_id: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", State(self.state))


async def claim_by_id(submission_id: int, at: datetime) -> int:
    """The first claim is noted, later ones change nothing; 0 where it is with the reviewers no more (R35)."""
    return await db.run(
        "update submission set claimed_at = coalesce(claimed_at, :at) where id = :id and state = 'submitted'",
        id=submission_id,
        at=at,
    )


async def end_by_id(submission_id: int, outcome: State, at: datetime) -> Settled | None:
    """The guarded write submitted → outcome; None when somebody decided before, or while a case about it is open."""
    return await db.one(
        Settled,
        """
        update submission set state = :outcome, ended_at = :at from application
        where submission.id = :id and submission.state = 'submitted' and application.id = submission.application_id
          and (submission.held_since is null or :outcome = 'denied')
        returning submission.id, submission.number, submission.application_id, application.person_id, submission.state,
                  submission.expected_on, submission.at_once, submission.ended_at, submission.definition_version_id,
                  application.micro_credential_id
        """,
        id=submission_id,
        outcome=outcome,
        at=at,
    )


async def told_by_id(submission_id: int, at: datetime) -> Settled | None:
    """Its earner hears of it now; None when she has heard already, or nothing is decided."""
    return await db.one(
        Settled,
        """
        update submission set told_at = :at from application
        where submission.id = :id and submission.told_at is null and application.id = submission.application_id
          and submission.state in ('earned', 'not_yet', 'returned_incomplete', 'denied')
        returning submission.id, submission.number, submission.application_id, application.person_id, submission.state,
                  submission.expected_on, submission.at_once, submission.ended_at, submission.definition_version_id,
                  application.micro_credential_id
        """,
        id=submission_id,
        at=at,
    )


async def add_verdicts_by_id(submission_id: int, verdicts: Sequence[Verdict]) -> None:
    """All of them in the order given, with what each reader remarked."""
    await db.run(
        """
        insert into submission_verdict (submission_id, requirement_key, criterion_key, place, met, level, stays, follow)
        select :id, key, criterion, place, met, level, stays, follow
        from unnest(cast(:keys as text[]), cast(:criteria as text[]), cast(:mets as boolean[]),
                    cast(:levels as text[]), cast(:stays as boolean[]), cast(:follows as text[]))
            with ordinality as new (key, criterion, met, level, stays, follow, place)
        """,
        id=submission_id,
        keys=[verdict.requirement_key for verdict in verdicts],
        criteria=[verdict.criterion_key for verdict in verdicts],
        mets=[verdict.met for verdict in verdicts],
        levels=[verdict.level for verdict in verdicts],
        stays=[verdict.stays for verdict in verdicts],
        follows=[verdict.follow for verdict in verdicts],
    )
    said = [(verdict, remark) for verdict in verdicts for remark in verdict.remarks]
    await db.run(
        """
        insert into submission_remark (submission_id, requirement_key, criterion_key, reader, level, saw, would_meet,
                                       category)
        select :id, key, criterion, reader, level, saw, would_meet, category
        from unnest(cast(:keys as text[]), cast(:criteria as text[]), cast(:readers as int[]), cast(:levels as text[]),
                    cast(:saws as text[]), cast(:would_meets as text[]), cast(:categories as text[]))
            as new (key, criterion, reader, level, saw, would_meet, category)
        """,
        id=submission_id,
        keys=[verdict.requirement_key for verdict, _remark in said],
        criteria=[verdict.criterion_key for verdict, _remark in said],
        readers=[remark.reader for _verdict, remark in said],
        levels=[remark.level for _verdict, remark in said],
        saws=[remark.saw for _verdict, remark in said],
        would_meets=[remark.would_meet for _verdict, remark in said],
        categories=[remark.category for _verdict, remark in said],
    )


async def add_missing_by_id(submission_id: int, missing: Sequence[Missing]) -> None:
    """What is missing, in the order given."""
    await db.run(
        """
        insert into submission_missing (submission_id, place, requirement_key, says)
        select :id, place, key, says
        from unnest(cast(:keys as text[]), cast(:says as text[])) with ordinality as new (key, says, place)
        """,
        id=submission_id,
        keys=[one.requirement_key for one in missing],
        says=[one.says for one in missing],
    )


async def verdicts_by_id(submission_id: int) -> list[Verdict]:
    """What was found of each criterion, without the remarks, in order."""
    return await db.many(
        Verdict,
        """
        select requirement_key, criterion_key, met, level, stays, follow
        from submission_verdict where submission_id = :id order by place limit 500
        """,
        id=submission_id,
    )


async def missing_keys_by_id(submission_id: int) -> set[str]:
    """The requirements in which something is missing."""
    rows = await db.many(
        dict,
        "select distinct requirement_key from submission_missing where submission_id = :id order by 1 limit 100",
        id=submission_id,
    )
    return {row["requirement_key"] for row in rows}


async def keys_by_id(submission_id: int) -> list[str]:
    """The requirements that the attempt consists of."""
    rows = await db.many(
        dict,
        "select requirement_key from submitted_work where submission_id = :id order by place limit 100",
        id=submission_id,
    )
    return [row["requirement_key"] for row in rows]
