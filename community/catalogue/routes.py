"""The catalogue, read by everybody without an account (R1), and the face of this slice."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import markdown, pages
from community.catalogue import queries, rules
from community.catalogue.queries import Listed
from community.errors import NotFound

html = lru_cache(maxsize=1000)(markdown.html)  # a published text never changes (R3)


@dataclass(frozen=True)
class Shelf:
    """A stack with what can be read in it; the last one, without a code, holds what stands in none."""

    code: str
    title: str
    listed: list[Listed]


async def show_catalogue(request: Request) -> Response:
    """All that is published, stack by stack. What stands in several stacks is shown in each (R4)."""
    listed = await queries.public_catalogue()
    shelves = [Shelf(code, title, list(group)) for (code, title), group in groupby(listed, _stack)]
    count = len({one.code for one in listed})
    return pages.page(request, "catalogue/list.html", nav="catalogue", shelves=shelves, count=count)


async def show_definition(request: Request) -> Response:
    """One definition whole, rubric included (R1), the newest version or `?version=1`; 404 for what is not published."""
    definition = await queries.public_definition(_code(request), _version(request))
    if definition is None:
        raise NotFound
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
        stacks=await queries.public_stacks(definition.micro_credential_id),
        predecessors=await queries.public_predecessors(definition),
    )


def _stack(one: Listed) -> tuple[str, str]:
    return one.stack_code, one.stack_title


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
    Route("/catalogue", show_catalogue),
    Route("/catalogue/{code}", show_definition),
]
live: dict = {}
topics: dict = {}
notices: dict = {}
keeps: dict = {}
