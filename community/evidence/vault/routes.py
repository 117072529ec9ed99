"""Your vault: what is kept for you, put back at a press, and all you wrote so far as one file (R24)."""

from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, streams
from community.errors import Conflict, NotFound
from community.evidence import queries as evidence
from community.evidence.desk import device
from community.evidence.vault import actions, packing, queries
from community.limits import spend
from community.pages import signed_in


async def show_vault(request: Request) -> Response:
    """GET /vault: the texts and files that the end of a window put away, each with what its check says."""
    return await _vault(request)


async def put_back(request: Request) -> Response:
    """POST /vault/EL-02/talk_plan/return: this text, with its files, is the draft again."""
    person, key = signed_in(request), request.path_params["key"]
    standing = await evidence.standing(person, request.path_params["code"])
    mine = [one for one in await queries.kept(person, standing.definition.code) if one.requirement_key == key]
    if not mine:
        if standing.requirement(key) and standing.work(key).id:
            return pages.redirect(request, f"/work/{standing.definition.code}/{key}")
        raise NotFound
    try:
        await actions.put_back(person, standing, mine[0], device(request))
    except Conflict as wrong:
        return await _vault(request, 409, str(wrong))
    return pages.redirect(request, f"/work/{standing.definition.code}/{key}")


async def put_all_back(request: Request) -> Response:
    """POST /vault/EL-02/returns: all of it that passes the check."""
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    await actions.put_all_back(person, standing, device(request))
    return pages.redirect(request, f"/work/{standing.definition.code}")


async def take_along(request: Request) -> Response:
    """GET /vault/content?versions=yes: all that one wrote, as one zip, made while it is sent."""
    person, at = signed_in(request), request.state.now
    await spend("download", f"person {person.id}")
    chunks = packing.packed(person, at, request.query_params.get("versions") == "yes")
    return streams.flow(chunks, "application/zip", f"roundtable-{at:%Y-%m-%d}.zip")


async def _vault(request: Request, status: int = 200, problem: str = "") -> Response:
    person = signed_in(request)
    # by code: what is kept, its requirement, what stands in its way, its files
    shelves: dict[str, list[tuple[Any, Any, Any, Any]]] = {}
    standings = {}
    for code, shelf in groupby(await queries.kept(person), lambda one: one.code):
        standing, kept = await evidence.standing(person, code), list(shelf)
        bars = await actions.bars(person, standing, kept)
        files = await actions.files(person, kept)
        standings[code] = standing
        shelves[code] = [
            (one, actions.asked_for(standing, one), bars[one.work_id], files.get(one.work_id, [])) for one in kept
        ]
    why = {key: words() for key, words in actions.WHY_NOT.items()}
    return pages.page(
        request, "evidence/vault/vault.html", status,
        shelves=shelves, standings=standings, why=why, problem=problem, nav="learning",
    )


routes = [
    Route("/vault", show_vault),
    Route("/vault/content", take_along),
    Route("/vault/{code}/returns", put_all_back, methods=["POST"]),
    Route("/vault/{code}/{key}/return", put_back, methods=["POST"]),
]
