"""The door of a message's file: open to who reads the message."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community.discussion import queries as discussion
from community.discussion.attachments import queries
from community.discussion.entering import sit
from community.errors import NotFound
from community.uploads import sending


async def send_content(request: Request) -> Response:
    """GET /cohorts/7/messages/55/files/7K2Q…/content: its copy, once looked at; gone with its message."""
    here = await sit(request)
    message = await discussion.message(here.seat, here.cohort, request.path_params["message_id"])
    if message.deleted_at:  # or hidden by a facilitator
        raise NotFound
    file = await queries.attachment(here.seat, message.id, request.path_params["attachment"])
    return await sending.copy(request, file)


MESSAGE = "/cohorts/{cohort_id:int}/messages/{message_id:int}"
routes = [Route(MESSAGE + "/files/{attachment}/content", send_content, methods=["GET"])]
