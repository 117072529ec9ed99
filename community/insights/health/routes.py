"""The door of a cohort's health, for who leads it from a seat or from the desk above."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community.insights.health.entering import led
from community.insights.health.showing import health


async def show_health(request: Request) -> Response:
    """GET /cohorts/7/insights"""
    return await health(request, await led(request))


routes = [Route("/cohorts/{cohort_id:int}/insights", show_health, methods=["GET"])]
