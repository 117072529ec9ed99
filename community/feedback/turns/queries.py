"""Whose turn it is, as rows."""

from datetime import datetime

from community import db
from community.feedback.content import COUNTS_AS
from community.feedback.turns.rules import Candidate


async def lock_cohort_by_id(cohort_id: int) -> None:
    """One by one: two requests of a cohort that ask at the same moment see whom the other has asked."""
    await db.value("select id from cohort where id = :id for no key update", id=cohort_id)


async def asking_by_id(at: datetime) -> list[int]:
    """For the job: the open requests that ask by turn, the longest wait first."""
    rows = await db.many(
        dict,
        """
        select id from feedback_request where asks = 'turn' and ended_at is null and until_at > :at
        order by opened_at, id limit 500
        """,
        at=at,
    )
    return [row["id"] for row in rows]


async def awaited_by_id(request_id: int, since: datetime) -> int:
    """How many were asked since then, and may still answer."""
    return await db.value(
        "select count(*) from feedback where request_id = :id and state = 'asked' and asked_at > :since",
        id=request_id,
        since=since,
    )


async def candidates_by_id(request_id: int, at: datetime) -> list[Candidate]:
    """Willing members and helpers of the cohort with what they have read and are asked to read there.

    Never its author, nobody who is kept from the author or said "not now", nobody twice (R42).
    """
    return await db.many(
        Candidate,
        f"""
        select reader.person_id, cast(coalesce(sum(given.counts), 0) as float) as load, max(given.asked_at) as last
        from feedback_request
        join work on work.id = feedback_request.work_id
        join seat as reader on reader.cohort_id = feedback_request.cohort_id and reader.state = 'active'
                           and reader.role in ('participant', 'helper') and reader.person_id <> work.person_id
        left join lateral (
            select {COUNTS_AS} as counts, feedback.asked_at
            from feedback join feedback_request as other on other.id = feedback.request_id
            where feedback.person_id = reader.person_id and other.cohort_id = reader.cohort_id
              and (feedback.state in ('reading', 'sent')
                   or (feedback.state = 'asked' and other.ended_at is null and other.until_at > :at))) as given on true
        where feedback_request.id = :id
          and not exists (select from reading_pause where reading_pause.seat_id = reader.id)
          and not exists (select from kept_apart where kept_apart.cohort_id = reader.cohort_id
                          and kept_apart.person_id = reader.person_id and other_id = work.person_id)
          and not exists (select from feedback where feedback.request_id = feedback_request.id
                          and feedback.person_id = reader.person_id)
        group by reader.person_id order by reader.person_id limit 2000
        """,  # noqa: S608
        id=request_id,
        at=at,
    )


async def open_to_cohort_by_id(request_id: int) -> int:
    """The guarded write: 0 when it asks by turn no more."""
    return await db.run(
        "update feedback_request set asks = 'cohort' where id = :id and asks = 'turn' and ended_at is null",
        id=request_id,
    )
