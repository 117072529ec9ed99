"""The release kit at one requirement's desk: what to print, and how many are back."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Invalid, NotFound
from community.evidence.desk import address, cohort_around, requirement, standing_and_work
from community.evidence.queries import Standing, Work
from community.evidence.releases import actions, rules
from community.limits import spend
from community.pages import signed_in

Number = Annotated[int, Field(ge=0, le=rules.MOST)]


async def show_kit(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/releases: the papers, and the two numbers."""
    return await _kit(request)


class Counts(BaseModel):
    sent: Number = 0
    back: Number = 0


async def count(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/releases: 4 of 6 are back."""
    person = signed_in(request)
    _standing, work = await standing_and_work(request)
    try:
        posted = await pages.form(request, Counts)
        await spend("post", f"person {person.id}")
        await actions.count(person, work, posted.sent, posted.back)
    except Invalid as wrong:
        return await _kit(request, 422, wrong)
    return pages.redirect(request, f"{address(request)}/releases")


async def show_letter(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/releases/letters/es: to families, in one of the languages it is there in."""
    standing, work = await standing_and_work(request)
    language = request.path_params["language"]
    if language not in rules.LETTERS:
        raise NotFound
    return _print(request, rules.letter(language, _known(request, standing, work, language)))


async def show_plan(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/releases/plan: for oneself."""
    standing, work = await standing_and_work(request)
    return _print(request, rules.plan(_known(request, standing, work, "en")))


def _known(request: Request, standing: Standing, work: Work, language: str) -> dict[str, str]:
    """What we know; the words of a definition only in its own language."""
    asked, same = requirement(request, standing), standing.definition.language == language
    return {
        "teacher_name": signed_in(request).name,
        "topic_in_plain_words": standing.definition.title if same else "",
        "requirement": asked.full_name if same else asked.label,
        "requirement_key": asked.key,
        "count_out": str(work.releases_sent or ""),
        "count_open": str(work.releases_sent - work.releases_back) if work.releases_sent else "",
    }


def _print(request: Request, paper: rules.Paper) -> Response:
    return pages.page(request, "evidence/releases/paper.html", paper=paper, address=address(request), nav="learning")


async def _kit(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    standing, work = await standing_and_work(request)
    return pages.page(
        request,
        "evidence/releases/kit.html",
        status,
        standing=standing,
        requirement=requirement(request, standing),
        work=work,
        letters=rules.letters_for(pages.language_of(request)),
        most=rules.MOST,
        **await cohort_around(request, standing),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


HERE = "/work/{code}/{key}/releases"
routes = [
    Route(HERE, show_kit, methods=["GET"]),
    Route(HERE, count, methods=["POST"]),
    Route(HERE + "/letters/{language}", show_letter),
    Route(HERE + "/plan", show_plan),
]
