"""The doors of a message's files: open to who reads the message; and where they come in pieces, before it is sent."""

from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community.discussion import queries as discussion
from community.discussion.attachments import actions, coming, queries, rules
from community.discussion.entering import Seated, sit
from community.discussion.rules import Kind, can_react, why_not_post
from community.errors import NotFound, permit
from community.jobs import Job
from community.uploads import sending, working
from community.uploads.queries import Upload
from community.uploads.tus import Doors


async def send_content(request: Request) -> Response:
    """GET /cohorts/7/messages/55/files/7K2Q…/content: its copy, once looked at; gone with its message."""
    here = await sit(request)
    message = await discussion.message(here.seat, here.cohort, request.path_params["message_id"])
    if message.deleted_at:  # or hidden by a facilitator
        raise NotFound
    file = await queries.attachment(here.seat, message.id, request.path_params["attachment"])
    return await sending.copy(request, file)


async def _who_writes(request: Request) -> Seated:
    here = await sit(request)
    permit(can_react(here.seat, here.cohort), why_not_post(here.seat, here.cohort, Kind.PRIVATE))
    return here


async def _enter(request: Request) -> None:
    await _who_writes(request)


async def _make(request: Request, name: str, size: int, key: UUID) -> Upload:
    return await actions.create((await _who_writes(request)).seat, name, size, key)


async def _find(request: Request) -> Upload:
    return await coming.coming((await _who_writes(request)).seat, request.path_params["coming"])


async def _give_up(request: Request) -> None:
    here = await _who_writes(request)
    await actions.give_up(here.seat, await coming.coming(here.seat, request.path_params["coming"]))


MESSAGE = "/cohorts/{cohort_id:int}/messages/{message_id:int}"
UPLOADS = Doors(
    "/cohorts/{cohort_id:int}/uploads", actions.KEEPER, rules.MOST_BYTES, _enter, _make, _find, _give_up, "coming"
)
routes = [Route(MESSAGE + "/files/{attachment}/content", send_content, methods=["GET"]), *UPLOADS.routes]
jobs = {**working.jobs_of(actions.KEEPER), "discussion.sweep_files": Job(actions.sweep, every=timedelta(hours=1))}
