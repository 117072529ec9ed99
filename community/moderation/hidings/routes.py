"""The door at which somebody reads why a message of theirs was hidden; its notices."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.moderation.hidings import queries
from community.pages import Notice, _, signed_in


async def show_hiding(request: Request) -> Response:
    """GET /cohorts/7/messages/55/hiding: for who wrote it."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    hiding = await queries.own_hiding(seat, request.path_params["message_id"])
    cohort = await cohorts.cohort(seat)
    return pages.page(request, "moderation/hiding.html", hiding=hiding, nav="cohort", seat=seat, cohort=cohort)


routes = [Route("/cohorts/{cohort_id:int}/messages/{message_id:int}/hiding", show_hiding, methods=["GET"])]
notices = {
    "message.hidden": Notice(
        *(queries.authors_by_id, "moderation/hidden", queries.hidings_by_id, lambda hiding: hiding.address),
        called=lambda: _("A message of mine is hidden"),
    ),
    "message.restored": Notice(
        *(queries.authors_by_id, "moderation/restored", queries.hidings_by_id, lambda hiding: hiding.address),
        called=lambda: _("A message of mine stands again"),
    ),
}
