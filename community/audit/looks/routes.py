"""The page of who saw one's things."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.audit.looks import queries
from community.pages import signed_in

PAGE = 50


async def show(request: Request) -> Response:
    """GET /profile/looks?before=2026-11-27T12:00:00.000001+00:00"""
    found = await queries.looks(signed_in(request), _instant(request.query_params.get("before", "")), PAGE + 1)
    going_on = found[PAGE - 1].at.isoformat() if len(found) > PAGE else ""
    return pages.page(request, "audit/looks.html", looks=found[:PAGE], next=going_on)


def _instant(typed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo and 1970 < found.year < 3000 else None


routes = [Route("/profile/looks", show, methods=["GET"])]
