"""Decisions, and the sentences that an approver writes before them, as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.review.deciding.rules import Outcome


@dataclass(frozen=True)
class Decision:
    """What came of it. `reason` "" unless an approver decided otherwise than the rule (R57)."""

    outcome: str
    computed: str
    reason: str
    decided_at: datetime


async def decision_by_id(submission_id: int) -> Decision | None:
    return await db.one(
        Decision,
        "select outcome, computed, reason, decided_at from decision where submission_id = :id",
        id=submission_id,
    )


async def followed_by_id(submission_id: int) -> dict[str, str]:
    """The sentences by criterion; "" where an approver found that nothing contradicts."""
    rows = await db.many(
        dict,
        """
        select criterion_key, sentence from followed
        where submission_id = :id and said_at is not null order by criterion_key limit 200
        """,
        id=submission_id,
    )
    return {row["criterion_key"]: row["sentence"] for row in rows}


async def want_by_id(submission_id: int, criterion_keys: list[str]) -> None:
    """An approver is to say something on these."""
    await db.run(
        """
        insert into followed (submission_id, criterion_key)
        select :id, key from unnest(cast(:keys as text[])) as new (key) on conflict do nothing
        """,
        id=submission_id,
        keys=criterion_keys,
    )


async def follow_by_id(submission_id: int, sentences: dict[str, str], by: int, at: datetime) -> int:
    """How many of these were still wanted, and are said now."""
    return await db.run(
        """
        update followed set sentence = said.sentence, person_id = :by, said_at = :at
        from unnest(cast(:keys as text[]), cast(:sentences as text[])) as said (key, sentence)
        where followed.submission_id = :id and followed.criterion_key = said.key and followed.said_at is null
        """,
        id=submission_id,
        keys=list(sentences),
        sentences=list(sentences.values()),
        by=by,
        at=at,
    )


async def add_decision_by_id(
    submission_id: int, computed: Outcome, outcome: Outcome, by: int | None, reason: str, at: datetime
) -> None:
    await db.run(
        """
        insert into decision (submission_id, computed, outcome, person_id, reason, decided_at)
        values (:id, :computed, :outcome, :by, :reason, :at)
        """,
        id=submission_id,
        computed=computed,
        outcome=outcome,
        by=by,
        reason=reason,
        at=at,
    )
