"""Beside the rubric: where one sees each criterion oneself (R41), and "this one is hard for me" (R65)."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.errors import Invalid
from community.evidence.assessing import actions, queries, rules
from community.evidence.desk import address, cohort_around, requirement, standing_and_work
from community.evidence.queries import Standing
from community.limits import spend
from community.pages import Keep, signed_in


async def show_assessment(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/assessment: the criteria with their levels, and where one sees each."""
    return await _assessment(request)


async def save_assessment(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/assessment: by itself while one chooses, or by its button."""
    person = signed_in(request)
    await spend("save", f"person {person.id}")
    standing, _work = await standing_and_work(request)
    asked, typed = requirement(request, standing), await pages.typed_form(request)
    criteria = [criterion["key"] for criterion in asked.prompt.get("criteria", [])]
    said = {
        key: (typed.get(f"level-{key}", ""), typed.get(f"note-{key}", "").replace("\r\n", "\n").strip())
        for key in criteria
        if f"level-{key}" in typed or f"note-{key}" in typed
    }
    try:
        await actions.assess(person, standing.definition, asked, said)
    except Invalid as wrong:
        return await _assessment(request, 422, Invalid(wrong.fields, typed))
    if request.headers.get("hx-request"):
        return pages.fragment(request, "evidence/assessing/_kept.html", **await own(request, standing, asked))
    return pages.redirect(request, f"{address(request)}/assessment")


class Hardness(BaseModel):
    hard: Literal["yes", "no"]


async def say_hard(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/hardness: it is hard for me, or no more."""
    person = signed_in(request)
    standing, _work = await standing_and_work(request)
    posted, asked = await pages.form(request, Hardness), requirement(request, standing)
    await actions.say_hard(person, standing.definition, asked, posted.hard == "yes")
    if request.headers.get("hx-request"):
        return pages.fragment(request, "evidence/assessing/_hard.html", **await own(request, standing, asked))
    return pages.redirect(request, address(request))


async def own(request: Request, standing: Standing, asked: Any) -> dict:
    """What the templates of evidence/assessing show of this requirement to its author."""
    person, definition = signed_in(request), standing.definition
    said = await queries.assessments(person, definition.micro_credential_id, asked.key)
    hard = {(one.micro_credential_id, one.requirement_key) for one in await queries.hard_for(person)}
    counts = {}
    if standing.cohort_id:
        counts = rules.told(await queries.hard_in(await cohorts.seat(person, standing.cohort_id)))
    return {
        "standing": standing,
        "requirement": asked,
        "assessed": said,
        "assessed_at": max((one.said_at for one in said.values()), default=None),
        "is_hard": (definition.micro_credential_id, asked.key) in hard,
        "hard_for": counts.get(asked.key),
    }


async def _assessment(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    standing, _work = await standing_and_work(request)
    about = await own(request, standing, requirement(request, standing))
    return pages.page(
        request,
        "evidence/assessing/assessment.html",
        status,
        **about,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await cohort_around(request, standing),
    )


HERE = "/work/{code}/{key}"
routes = [
    Route(HERE + "/assessment", show_assessment, methods=["GET"]),
    Route(HERE + "/assessment", save_assessment, methods=["POST"]),
    Route(HERE + "/hardness", say_hard, methods=["POST"]),
]
keeps = {
    "self_assessment": Keep(person="person_id"),
    "hard_requirement": Keep(person="person_id"),
}
