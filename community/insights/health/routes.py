"""The door of a cohort's health, for who leads it from a seat or from the desk above."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community.cohorts import queries as cohorts
from community.cohorts import reasons
from community.cohorts import rules as cohort_rules
from community.errors import permit
from community.insights.health.showing import health
from community.pages import signed_in


async def show_health(request: Request) -> Response:
    """GET /cohorts/7/insights; 403 for who sits here otherwise, 404 for all others."""
    place = await cohorts.place(signed_in(request), request.path_params["cohort_id"])
    permit(cohort_rules.leads(place), reasons.leaders_only())
    return await health(request, place)


routes = [Route("/cohorts/{cohort_id:int}/insights", show_health, methods=["GET"])]
