"""Requests for the feed, notices and jobs, by number."""

from datetime import datetime

from community import db
from community.feedback.holders.conditions import MAY_READ
from community.feedback.requests.queries.request_rows import REQUEST, Request, _requests


async def set_ended_by_id(request_id: int, ending: str, at: datetime) -> int:
    """The guarded write of an end: 0 when it has ended before."""
    return await db.run(
        "update feedback_request set ended_at = :at, ending = :ending where id = :id and ended_at is null",
        id=request_id,
        ending=ending,
        at=at,
    )


async def requests_by_id(ids: list[int]) -> dict[int, Request]:
    """For feed, notices and jobs."""
    found = await _requests(
        REQUEST + "where feedback_request.id = any(:ids) order by feedback_request.id limit 1000", ids=ids
    )
    return {one.id: one for one in found}


async def over_by_id(at: datetime, most: int = 100) -> list[Request]:
    """For the job: open ones whose date has passed, whose author has left, whose work was met or put away."""
    return await _requests(
        REQUEST
        + """
        where feedback_request.ended_at is null
          and (until_at <= :at or seat.state is distinct from 'active' or cohort.state = 'closed'
               or work.state in ('not_started', 'met'))
        order by feedback_request.id limit :most
        """,
        at=at,
        most=most,
    )


async def colleagues_by_id(request_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {request: persons} whom an open request to the whole cohort is for, but who says "not now" (R42)."""
    rows = await db.many(
        dict,
        """
        select feedback_request.id, seat.person_id
        from feedback_request
        join work on work.id = feedback_request.work_id
        join seat on seat.cohort_id = feedback_request.cohort_id and seat.state = 'active'
                 and seat.role in ('participant', 'helper') and seat.person_id <> work.person_id
        where feedback_request.id = any(:ids) and feedback_request.asks = 'cohort'
          and feedback_request.ended_at is null
          and not exists (select from reading_pause where reading_pause.seat_id = seat.id)
          and not exists (select from kept_apart where kept_apart.cohort_id = feedback_request.cohort_id
                          and kept_apart.person_id = seat.person_id and other_id = work.person_id)
        order by feedback_request.id, seat.id limit 20000
        """,
        ids=request_ids,
    )
    return _by_request(rows)


async def authors_by_id(request_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {request: its author}."""
    rows = await db.many(
        dict,
        """
        select feedback_request.id, work.person_id
        from feedback_request join work on work.id = feedback_request.work_id
        where feedback_request.id = any(:ids) order by feedback_request.id limit 2000
        """,
        ids=request_ids,
    )
    return _by_request(rows)


async def readers_by_id(request_id: int) -> list[int]:
    """Who was asked by name or has taken it: persons."""
    rows = await db.many(
        dict,
        """
        select person_id from feedback where request_id = :id and person_id is not null
        order by person_id limit 1000
        """,
        id=request_id,
    )
    return [row["person_id"] for row in rows]


async def is_asking_by_id(work_id: int) -> bool:
    """Whether a request for this work is open."""
    return await db.value(
        "select exists (select from feedback_request where work_id = :work_id and ended_at is null)", work_id=work_id
    )


async def open_notes_by_id(work_id: int) -> int:
    """How many notes on this work its author sees and has not dealt with."""
    return await db.value(
        """
        select count(*) from note
        join feedback on feedback.id = note.feedback_id and feedback.state = 'sent'
        join feedback_request on feedback_request.id = feedback.request_id
        where feedback_request.work_id = :work_id and note.uptake = ''
          and not exists (select from note_flag where note_flag.note_id = note.id and note_flag.state = 'hidden')
        """,
        work_id=work_id,
    )


async def audiences_by_id(pairs: set[tuple[int, int]], at: datetime) -> dict[tuple[int, int], str]:
    """Who may follow request:ID: its author; and who has taken or was asked for it, while R40 lets them read.

    Holders who were asked (R44) among them.
    """
    rows = await db.many(
        dict,
        """
        select wanted.person_id, wanted.id, work.person_id = wanted.person_id as is_author
        from unnest(cast(:people as bigint[]), cast(:requests as bigint[])) as wanted (person_id, id)
        join feedback_request on feedback_request.id = wanted.id
        join work on work.id = feedback_request.work_id
        left join feedback on feedback.request_id = feedback_request.id and feedback.person_id = wanted.person_id
        left join seat as author on author.cohort_id = feedback_request.cohort_id
                                and author.person_id = work.person_id and author.state = 'active'
        left join seat as reader on reader.cohort_id = feedback_request.cohort_id
                                and reader.person_id = wanted.person_id and reader.state = 'active'
                                and reader.role <> 'observer'
        where work.person_id = wanted.person_id
           or (feedback.state in ('reading', 'sent') and author.id is not null
               and (reader.id is not null or MAY_READ)
               and feedback_request.ended_at is null and until_at > :at
               and work.state not in ('not_started', 'met')
               and not exists (select from kept_apart where kept_apart.cohort_id = feedback_request.cohort_id
                               and kept_apart.person_id = wanted.person_id and other_id = work.person_id))
        order by wanted.id limit 100000
        """.replace("MAY_READ", MAY_READ),
        people=[person for person, _ in pairs],
        requests=[number for _, number in pairs],
        at=at,
    )
    return {(row["person_id"], row["id"]): "author" if row["is_author"] else "reader" for row in rows}


def _by_request(rows: list[dict]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row["person_id"])
    return found
