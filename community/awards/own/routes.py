"""The page of one's own awards, and the certificate of each."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.awards import queries
from community.awards.showcase import queries as showcases
from community.awards.showcase.rules import Audience
from community.catalogue import queries as catalogue
from community.config import settings
from community.errors import NotFound
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


async def show_certificate(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/certificate: one sheet to print, for its holder."""
    award = await queries.award(signed_in(request), request.path_params["award"])
    if award is None:
        raise NotFound
    definition = await catalogue.public_definition_version(award.definition_version_id or 0)
    return pages.page(
        request,
        "awards/own/certificate.html",
        nav="learning",
        award=award,
        definition=definition,
        base=settings().base_url,
    )


routes = [
    Route("/awards", show_awards, methods=["GET"]),
    Route("/awards/{award}/certificate", show_certificate, methods=["GET"]),
]
