"""The door to what changed in a draft since it was read."""

from starlette.requests import Request as HTTP
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.feedback import door
from community.feedback.changes import actions
from community.feedback.readings import actions as readings
from community.feedback.requests import queries as requests
from community.pages import signed_in


async def show_changes(http: HTTP) -> Response:
    """GET /feedback/12/changes: the draft as it was asked with beside the present one, for its author and who reads it.

    Whose access has ended sees nothing (R40); that it was opened is logged as with the draft itself (R49).
    """
    person = signed_in(http)
    request = await requests.own_request(person, http.path_params["request_id"])
    own = request is not None
    if request is None:
        at, _given = await door.at_the_draft(http)
        request = at.request
        await readings.opened(person, request)
    await pages.watch(http, request.topic)
    return pages.page(
        http,
        "feedback/changes.html",
        asked_for=request,
        own=own,
        changes=await actions.since_read(person, request),
        nav="cohort",
    )


routes = [Route("/feedback/{request_id:int}/changes", show_changes, methods=["GET"])]
