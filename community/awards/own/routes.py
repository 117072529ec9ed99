"""The page of one's own awards."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.awards import queries
from community.awards.showcase import queries as showcases
from community.awards.showcase.rules import Audience
from community.pages import signed_in


async def show_awards(request: Request) -> Response:
    """GET /awards: all that one has earned, the newest first, revoked ones among them."""
    person = signed_in(request)
    held = await queries.awards(person)
    showcase = await showcases.showcase(person) or showcases.NONE_YET
    chosen = await showcases.public_awards(showcase.id) if showcase.audience is not Audience.NOBODY else []
    return pages.page(
        request,
        "awards/own/awards.html",
        nav="learning",
        held=held,
        showcase=showcase,
        shown={award.number for award in chosen},
    )


routes = [Route("/awards", show_awards, methods=["GET"])]
