"""Attempts that a case is about, and those that are read anew after an appeal (R61)."""

from datetime import datetime

from community import db, numbers
from community.submissions.expecting.rules import Expected


async def hold_by_id(submission_id: int, at: datetime) -> bool:
    """Whether it is with the reviewers, and nothing held it before. Nobody takes it back or withdraws it meanwhile."""
    done = await db.run(
        """
        update submission set held_since = :at, claimed_at = coalesce(claimed_at, :at)
        where id = :id and state = 'submitted' and held_since is null
        """,
        id=submission_id,
        at=at,
    )
    return done == 1


async def release_by_id(submission_id: int) -> None:
    await db.run("update submission set held_since = null where id = :id", id=submission_id)


async def is_held_by_id(submission_id: int) -> bool:
    return await db.value("select held_since is not null from submission where id = :id", id=submission_id)


async def copy_by_id(submission_id: int, at: datetime, expected: Expected) -> int:
    """The same attempt once more, by the same version and with the same number of attempts; its id.

    It counts as claimed, so that it is neither taken back nor withdrawn.
    """
    return await db.value(
        """
        insert into submission (number, application_id, attempt, definition_version_id, definition_sha256, promises,
                                submitted_at, expected_on, first_due_on, at_once, note, claimed_at)
        select :number, application_id, attempt, definition_version_id, definition_sha256, promises, :at, :expected_on,
               :first_due_on, at_once, note, :at
        from submission where id = :id returning id
        """,
        id=submission_id,
        number=numbers.draw(),
        at=at,
        expected_on=expected.on,
        first_due_on=expected.first_on,
    )


async def copy_stays_by_id(submission_id: int, became: int) -> None:
    """What was not to be read then is not read now."""
    await db.run(
        """
        insert into submitted_stay (submission_id, requirement_key, criterion_key)
        select :became, requirement_key, criterion_key from submitted_stay where submission_id = :id
        """,
        id=submission_id,
        became=became,
    )


async def mark_reread_by_id(submission_id: int, at: datetime) -> bool:
    """Its result does not hold; whether that is said for the first time."""
    done = await db.run(
        """
        update submission set reread_at = :at
        where id = :id and reread_at is null and state in ('not_yet', 'denied') and told_at is not null
        """,
        id=submission_id,
        at=at,
    )
    return done == 1
