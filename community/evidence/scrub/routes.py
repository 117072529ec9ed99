"""Possible names at one requirement's desk: the list, an answer to each, and the names one wants to be looked for."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Invalid
from community.evidence.desk import address, cohort_around, requirement, standing_and_work
from community.evidence.scrub import actions, queries
from community.evidence.scrub.places import LONGEST_KEY
from community.limits import spend
from community.pages import Keep, signed_in


async def show_names(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/names: what in this text may be a name; also as a part of the desk's own page."""
    return await _names(request)


class Answer(BaseModel):
    key: str = Field(max_length=LONGEST_KEY)


async def answer(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/names/answers: this is not a name."""
    person, posted = signed_in(request), await pages.form(request, Answer)
    await spend("save", f"person {person.id}")
    _standing, work = await standing_and_work(request)
    await actions.answer(person, work, posted.key)
    return await _answered(request)


async def take_back(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/names/answers/end: it may be one after all."""
    person, posted = signed_in(request), await pages.form(request, Answer)
    await spend("save", f"person {person.id}")
    _standing, work = await standing_and_work(request)
    await actions.take_back(person, work, posted.key)
    return await _answered(request)


class Watched(BaseModel):
    names: str = Field("", max_length=20_000)


async def watch(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/names/watched: look for these, too."""
    person = signed_in(request)
    await standing_and_work(request)
    try:
        posted = await pages.form(request, Watched)
        await spend("post", f"person {person.id}")
        await actions.watch(person, posted.names)
    except Invalid as wrong:
        return await _names(request, 422, wrong)
    return pages.redirect(request, f"{address(request)}/names#watched")


async def unwatch(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/names/watched/7/removal."""
    await standing_and_work(request)
    await actions.unwatch(signed_in(request), request.path_params["name_id"])
    return pages.redirect(request, f"{address(request)}/names#watched")


async def _answered(request: Request) -> Response:
    if request.headers.get("hx-request"):
        return await _names(request, fragment=True)
    return pages.redirect(request, f"{address(request)}/names")


async def _names(
    request: Request, status: int = 200, wrong: Invalid | None = None, fragment: bool = False
) -> Response:
    person = signed_in(request)
    standing, work = await standing_and_work(request)
    around = {} if fragment else await cohort_around(request, standing)
    shown = pages.fragment if fragment else pages.page
    return shown(
        request,
        "evidence/scrub/_findings.html" if fragment else "evidence/scrub/names.html",
        status,
        standing=standing,
        requirement=requirement(request, standing),
        work=work,
        findings=await actions.check(person, work),
        answers=await queries.answers(person, work),
        watched=await queries.watched_names(person),
        **around,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


HERE = "/work/{code}/{key}/names"
routes = [
    Route(HERE, show_names),
    Route(HERE + "/answers", answer, methods=["POST"]),
    Route(HERE + "/answers/end", take_back, methods=["POST"]),
    Route(HERE + "/watched", watch, methods=["POST"]),
    Route(HERE + "/watched/{name_id:int}/removal", unwatch, methods=["POST"]),
]
keeps = {"watched_name": Keep(person="person_id")}
