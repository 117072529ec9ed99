"""What authors said of feedback as a whole, as rows: for its author and its giver, never summed up (R65)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.feedback.readings.queries import Feedback
from community.feedback.requests.queries import Request
from community.people.queries import Person

USEFULNESS = "select usefulness.feedback_id, usefulness.worth, usefulness.words, usefulness.said_at from usefulness "


@dataclass(frozen=True)
class Usefulness:
    """`worth`: moved, confirmed or not_this_time; `words` if the author liked."""

    feedback_id: int
    worth: str
    words: str
    said_at: datetime


async def said(author: Person, requests: list[Request]) -> dict[int, Usefulness]:
    """{feedback: what I said of it} of one's own requests."""
    found = await db.many(
        Usefulness,
        USEFULNESS
        + """
        join feedback on feedback.id = usefulness.feedback_id
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id and work.person_id = :person_id
        where feedback.request_id = any(:ids) order by usefulness.feedback_id limit 500
        """,
        ids=[request.id for request in requests],
        person_id=author.id,
    )
    return {one.feedback_id: one for one in found}


async def heard(person: Person, given: Feedback) -> Usefulness | None:
    """What was said of one's own feedback."""
    return await db.one(
        Usefulness,
        USEFULNESS
        + """
        join feedback on feedback.id = usefulness.feedback_id
        where feedback.id = :id and feedback.person_id = :person_id
        """,
        id=given.id,
        person_id=person.id,
    )


async def add(author: Person, given: Feedback, worth: str, words: str, at: datetime) -> int:
    """The guarded write: 0 when it was said before, or nothing was sent to this author."""
    return await db.run(
        """
        insert into usefulness (feedback_id, worth, words, said_at)
        select feedback.id, :worth, :words, :at
        from feedback
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where feedback.id = :id and feedback.state = 'sent' and work.person_id = :person_id
        on conflict do nothing
        """,
        id=given.id,
        person_id=author.id,
        worth=worth,
        words=words,
        at=at,
    )
