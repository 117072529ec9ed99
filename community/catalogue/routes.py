"""The catalogue, read by everybody without an account (R1), and the face of this slice."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cards, pages
from community.cards import Card
from community.catalogue import changes, facts, queries, rules
from community.catalogue.credit import routes as credit_routes
from community.catalogue.credit.desk import routes as credit_desk_routes
from community.catalogue.credit.seen import credit
from community.catalogue.desk import routes as desk_routes
from community.catalogue.holders.queries import public_holders
from community.catalogue.queries import Definition
from community.catalogue.shelves import queries as shelves
from community.catalogue.shelves import routes as shelf_routes
from community.config import settings
from community.errors import NotFound
from community.pages import _


async def show_definition(request: Request) -> Response:
    """One definition whole, rubric included (R1), the newest version or `?version=1`; 404 for what is not published.

    A title whose definition is not here yet has a page that says what is known.
    """
    code, version = _code(request), _version(request)
    definition = await queries.public_definition(code, version)
    if definition is None:
        return await _title_alone(request, code, version)
    return await _whole(request, "catalogue/definition.html", definition)


async def show_card(request: Request) -> Response:
    """GET /catalogue/EL-02/card.png: its picture for other sites."""
    definition = await queries.public_definition(_code(request))
    if definition is None:
        raise NotFound
    return await cards.answer(request, _card(definition))


def _card(definition: Definition) -> Card:
    kind = _("Micro-credential %(code)s") % {"code": definition.code}
    return cards.card(f"/catalogue/{definition.code}", kind, definition.title, definition.competency)


async def print_definition(request: Request) -> Response:
    """GET /catalogue/EL-02/print: all of it on one page, for paper (F3); `?version=` as on its page."""
    definition = await queries.public_definition(_code(request), _version(request))
    if definition is None:
        raise NotFound
    return await _whole(request, "catalogue/print.html", definition)


async def show_versions(request: Request) -> Response:
    """GET /catalogue/EL-02/versions: each published version, and in words what it changed (R3)."""
    published = await queries.public_whole_versions(_code(request))
    if not published:
        raise NotFound
    older = {one.version: after for one, after in pairwise(published)}
    versions = [
        VersionShown(
            one.version,
            one.published_at,
            one.content.get("version_note", ""),
            changes.between(older[one.version].content, one.content) if one.version in older else [],
        )
        for one in published
    ]
    return pages.page(request, "catalogue/versions.html", nav="catalogue", newest=published[0], versions=versions)


@dataclass(frozen=True)
class VersionShown:
    """One version in the list of them, with what it changed."""

    version: int
    published_at: datetime
    note: str
    changes: list[changes.Change]


async def _whole(request: Request, template: str, definition: Definition) -> Response:
    requirements = await queries.public_requirements(definition.id)
    return pages.page(
        request,
        template,
        nav="catalogue",
        definition=definition,
        card=_card(definition),
        facts=facts.about(definition, settings().base_url),
        requirements={one.key: one for one in requirements},
        levels=rules.levels(definition.content),
        criteria=rules.criteria(definition.content),
        versions=await queries.public_versions(definition.micro_credential_id),
        stacks=await queries.public_stacks_of(definition.code),
        predecessors=await queries.public_predecessors(definition),
        credit=await credit(request.state.person, definition, request.state.now),
        holders=await public_holders(definition.micro_credential_id),
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
    Route("/catalogue/{code}/card.png", show_card),
    Route("/catalogue/{code}/print", print_definition),
    Route("/catalogue/{code}/versions", show_versions),
    *credit_routes.routes,
    *credit_desk_routes.routes,
    *desk_routes.routes,
]
live: dict = {}
topics: dict = {}
notices: dict = {}
keeps: dict = {}
