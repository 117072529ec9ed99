"""Which files belong to a draft that is being read, and who reads it."""

from datetime import datetime

from community import db
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.feedback.requests import queries as requests


async def asked_about_by_id(file_ids: list[int]) -> dict[int, Artifact]:
    """Of these files those that are here, and of a draft about which somebody is asked now."""
    rows = await db.many(
        dict,
        """
        select upload.id from upload join feedback_request on feedback_request.work_id = upload.work_id
        where upload.id = any(:ids) and upload.state = 'ready' and feedback_request.ended_at is null
        order by upload.id limit 1000
        """,
        ids=file_ids,
    )
    return await artifacts.artifacts_by_id([row["id"] for row in rows])


async def audiences_by_id(pairs: set[tuple[int, int]], at: datetime) -> dict[tuple[int, int], str]:
    """Who may follow draft:WORK: whoever may follow the open request about it."""
    rows = await db.many(
        dict,
        """
        select id, work_id from feedback_request where work_id = any(:ids) and ended_at is null
        order by id limit 100000
        """,
        ids=sorted({work_id for _person_id, work_id in pairs}),
    )
    request_of = {row["work_id"]: row["id"] for row in rows}
    wanted = {(person_id, request_of[work_id]) for person_id, work_id in pairs if work_id in request_of}
    allowed = await requests.audiences_by_id(wanted, at)
    work_of = {request_id: work_id for work_id, request_id in request_of.items()}
    return {(person_id, work_of[request_id]): audience for (person_id, request_id), audience in allowed.items()}
