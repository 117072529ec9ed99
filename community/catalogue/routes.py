"""The catalogue, read by everybody without an account (R1), and the face of this slice."""

import re
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import markdown, pages
from community.catalogue import queries, rules
from community.catalogue.shelves import queries as shelves
from community.catalogue.shelves import routes as shelf_routes
from community.errors import NotFound

html = lru_cache(maxsize=1000)(markdown.html)  # a published text never changes (R3)


async def show_definition(request: Request) -> Response:
    """One definition whole, rubric included (R1), the newest version or `?version=1`; 404 for what is not published.

    A title whose definition is not here yet has a page that says what is known.
    """
    code, version = _code(request), _version(request)
    definition = await queries.public_definition(code, version)
    if definition is None:
        return await _title_alone(request, code, version)
    requirements = await queries.public_requirements(definition.id)
    return pages.page(
        request,
        "catalogue/definition.html",
        nav="catalogue",
        html=html,
        definition=definition,
        requirements={one.key: one for one in requirements},
        levels=rules.levels(definition.content),
        criteria=rules.criteria(definition.content),
        versions=await queries.public_versions(definition.micro_credential_id),
        stacks=await queries.public_stacks_of(definition.code),
        predecessors=await queries.public_predecessors(definition),
    )


async def _title_alone(request: Request, code: str, version: int | None) -> Response:
    card = await shelves.public_card(code) if version is None else None
    if card is None:
        raise NotFound
    stacks = await queries.public_stacks_of(code)
    return pages.page(request, "catalogue/title.html", nav="catalogue", card=card, stacks=stacks)


def _code(request: Request) -> str:
    code = request.path_params["code"]
    if not re.fullmatch(r"[A-Z]{2,5}-[0-9]{2,3}", code):
        raise NotFound
    return code


def _version(request: Request) -> int | None:
    version = request.query_params.get("version")
    if version is not None and not re.fullmatch(r"[0-9]{1,9}", version):
        raise NotFound
    return None if version is None else int(version)


routes = [
    *shelf_routes.routes,
    Route("/catalogue/{code}", show_definition),
]
live: dict = {}
topics: dict = {}
notices: dict = {}
keeps: dict = {}
