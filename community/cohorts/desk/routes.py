"""A part of the affiliate's desk, with a page of its own: how many of its cohorts take people now."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates import queries as affiliates
from community.affiliates import rules
from community.cohorts.desk import queries


async def show(request: Request) -> Response:
    """GET /affiliates/7/cohorts, for whoever has a desk there: an organizer's, or a building representative's (R11)."""
    desk = await affiliates.office(pages.signed_in(request), request.path_params["affiliate_id"])
    open_cohorts, seats_left = await queries.open_cohorts(desk)
    return pages.page(
        request,
        "cohorts/at_desk.html",
        nav="desk",
        desk=desk,
        affiliate=await affiliates.affiliate(desk),
        runs=rules.runs(desk),
        open_cohorts=open_cohorts,
        seats_left=seats_left,
    )


routes = [Route("/affiliates/{affiliate_id:int}/cohorts", show)]
