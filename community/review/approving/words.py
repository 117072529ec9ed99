"""What an approver and one reader write to each other, under the reader's number (F104)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.review.approving.queries import Office
from community.review.reading import queries as reading
from community.review.reading.queries import Attempt


@dataclass(frozen=True)
class Word:
    """Between one reader and the approvers."""

    reader: int
    from_approver: bool
    text: str
    said_at: datetime


async def words(desk: Office, attempt: Attempt) -> list[Word]:
    """What readers and approvers wrote to each other, in order."""
    return await db.many(
        Word,
        """
        select reader, from_approver, text, said_at from review_word where submission_id = :id order by id limit 200
        """,
        id=attempt.id,
    )


async def add(desk: Office, attempt: Attempt, reader: int, text: str, at: datetime) -> int | None:
    """To who holds this place or has sent from it, to nobody who takes it later; its id, None where nobody does."""
    return await db.value(
        """
        insert into review_word (submission_id, reader, claim_id, from_approver, person_id, text, said_at)
        select submission_id, reader, id, true, :person_id, :text, :at from review_claim
        where submission_id = :id and reader = :reader and ending in ('', 'sent')
        returning id
        """,
        id=attempt.id,
        reader=reader,
        person_id=desk.person_id,
        text=text,
        at=at,
    )


async def readers(desk: Office, attempt: Attempt) -> list[int]:
    """Which readers hold this attempt, or have sent."""
    rows = await db.many(
        dict,
        """
        select distinct reader from review_claim
        where submission_id = :id and ending in ('', 'sent') order by reader limit 3
        """,
        id=attempt.id,
    )
    return [row["reader"] for row in rows]


async def readers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """To whom each of these words goes: who held the place then, unless it was given back since."""
    rows = await db.many(
        dict,
        """
        select review_word.id, review_claim.person_id
        from review_word join review_claim on review_claim.id = review_word.claim_id
        where review_word.id = any(:ids) and review_claim.ending in ('', 'sent') and review_claim.person_id is not null
        order by review_word.id limit 1000
        """,
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def attempts_by_id(ids: list[int]) -> dict[int, Attempt]:
    """The attempt that each of these words is about."""
    rows = await db.many(
        dict, "select id, submission_id from review_word where id = any(:ids) order by id limit 1000", ids=ids
    )
    found = await reading.attempts_by_id([row["submission_id"] for row in rows])
    return {row["id"]: found[row["submission_id"]] for row in rows}
