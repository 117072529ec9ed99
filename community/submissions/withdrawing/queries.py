"""Wishes to withdraw as rows: for who asks, and for the desk, which knows an attempt by its number (R50)."""

from dataclasses import dataclass, field
from datetime import datetime

from community import db, numbers
from community.people.queries import Person
from community.submissions.queries import Submission

WISH = """
select withdrawal_wish.id, withdrawal_wish.submission_id, submission.number, definition_version.title,
       withdrawal_wish.reason, withdrawal_wish.asked_at, withdrawal_wish.state, withdrawal_wish.answered_at,
       withdrawal_wish.answer
from withdrawal_wish
join submission on submission.id = withdrawal_wish.submission_id
join definition_version on definition_version.id = submission.definition_version_id
"""


@dataclass(frozen=True)
class Wish(numbers.Numbered):
    """What its earner asks of the desk, and what was answered."""

    id: int
    submission_id: int
    number: str
    title: str
    reason: str = field(repr=False)
    asked_at: datetime
    state: str
    answered_at: datetime | None
    answer: str = field(repr=False)


async def last_wish(person: Person, submission: Submission) -> Wish | None:
    """The last of one's own attempt."""
    return await db.one(
        Wish,
        WISH
        + """
        join application on application.id = submission.application_id and application.person_id = :person_id
        where submission.id = :id order by withdrawal_wish.id desc limit 1
        """,
        id=submission.id,
        person_id=person.id,
    )


async def add(person: Person, submission: Submission, reason: str, at: datetime) -> int | None:
    """None while one waits for its answer."""
    return await db.value(
        """
        insert into withdrawal_wish (submission_id, reason, asked_at)
        select submission.id, :reason, :at
        from submission join application on application.id = submission.application_id
        where submission.id = :id and application.person_id = :person_id
        on conflict do nothing returning id
        """,
        id=submission.id,
        person_id=person.id,
        reason=reason,
        at=at,
    )


async def open_by_id(submission_id: int) -> Wish | None:
    """The one that waits for the desk's answer, while the attempt is not decided."""
    return await db.one(
        Wish,
        WISH + "where submission.id = :id and withdrawal_wish.state = 'asked' and submission.state = 'submitted'",
        id=submission_id,
    )


async def answer_by_id(wish_id: int, state: str, answer: str, by: int, at: datetime) -> int:
    """asked → granted or refused: 0 where it was answered before."""
    return await db.run(
        """
        update withdrawal_wish set state = :state, answer = :answer, answered_by = :by, answered_at = :at
        where id = :id and state = 'asked'
        """,
        id=wish_id,
        state=state,
        answer=answer,
        by=by,
        at=at,
    )


async def withdraw_by_id(submission_id: int, at: datetime) -> dict | None:
    """submitted → withdrawn, also while it is read: whose application it is.

    None when it was decided before, or while a case about it is open: then the committee decides (R61).
    """
    return await db.one(
        dict,
        """
        update submission set state = 'withdrawn', ended_at = :at from application
        where submission.id = :id and submission.state = 'submitted' and submission.held_since is null
          and application.id = submission.application_id
        returning application.id, application.person_id
        """,
        id=submission_id,
        at=at,
    )


async def wishes_by_id(ids: list[int]) -> dict[int, Wish]:
    """For notices."""
    found = await db.many(
        Wish, WISH + "where withdrawal_wish.id = any(:ids) order by withdrawal_wish.id limit 1000", ids=ids
    )
    return {one.id: one for one in found}


async def earners_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {wish: who asked}."""
    rows = await db.many(
        dict,
        """
        select withdrawal_wish.id, application.person_id
        from withdrawal_wish join submission on submission.id = withdrawal_wish.submission_id
        join application on application.id = submission.application_id
        where withdrawal_wish.id = any(:ids) order by withdrawal_wish.id limit 1000
        """,
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}
