"""The page on which one arrives in a cohort that runs already."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries
from community.cohorts.queries import Seat
from community.cohorts.welcoming import queries as welcoming


async def show_welcome(request: Request) -> Response:
    """GET /cohorts/7/welcome"""
    seat = await queries.seat(pages.signed_in(request), request.path_params["cohort_id"])
    return pages.page(
        request,
        "cohorts/welcome.html",
        nav="cohort",
        seat=seat,
        cohort=await queries.cohort(seat),
        host=await welcoming.welcomer(seat),
    )


async def arrived(request: Request, seat: Seat) -> Response:
    """On to the cohort: where it runs already, by the page that says how to catch up."""
    late = seat.is_participant and await welcoming.cohort_runs(pages.signed_in(request), seat.cohort_id)
    return pages.redirect(request, f"/cohorts/{seat.cohort_id}{'/welcome' if late else '?done=joined'}")


routes = [Route("/cohorts/{cohort_id:int}/welcome", show_welcome, methods=["GET"])]
