"""The doors of a sentence for one's union: its earner's alone."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.awards import queries as awards
from community.awards.queries import Award
from community.awards.sentences import actions, queries
from community.errors import Conflict, Invalid, NotFound
from community.limits import spend
from community.pages import Belongs, signed_in

MOST = 400  # characters, as the table has it
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST)]


class Allowing(BaseModel):
    text: Text
    named: bool = False


async def show(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/sentence: what stands there, who reads it, and the form."""
    return await _page(request)


async def allow(request: Request) -> Response:
    """POST /awards/K7QM2XWD93HF/sentence: this, named or not, from now on."""
    person, award = signed_in(request), await _own(request)
    await spend("post", f"person {person.id}")
    try:
        allowed = await pages.form(request, Allowing)
        await actions.allow(person, award, allowed.text, allowed.named)
    except (Invalid, Conflict) as wrong:
        return await _page(request, wrong)
    return pages.redirect(request, f"{award.address}/sentence?done=allowed")


async def take_back(request: Request) -> Response:
    """POST /awards/K7QM2XWD93HF/sentence/withdrawal"""
    award = await _own(request)
    await actions.take_back(signed_in(request), award)
    return pages.redirect(request, f"{award.address}/sentence?done=taken_back")


async def _own(request: Request) -> Award:
    """One's own award for a micro-credential; to everybody else there is none."""
    award = await awards.award(signed_in(request), request.path_params["award"])
    if award is None or award.micro_credential_id is None:
        raise NotFound
    return award


async def _page(request: Request, wrong: Invalid | Conflict | None = None) -> Response:
    award = await _own(request)
    status, errors = pages.problem(wrong)
    return pages.page(
        request,
        "awards/sentences/sentence.html",
        status,
        nav="learning",
        award=award,
        sentence=await queries.own_sentence(signed_in(request), award),
        most=MOST,
        done=request.query_params.get("done", ""),
        errors=errors,
        typed=await pages.typed_form(request) if wrong else {},
    )


HERE = "/awards/{award}/sentence"
routes = [
    Route(HERE, show, methods=["GET"]),
    Route(HERE, allow, methods=["POST"]),
    Route(HERE + "/withdrawal", take_back, methods=["POST"]),
]
belongs = {("union_sentence", "award"): Belongs("award_id")}
