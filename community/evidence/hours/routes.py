"""Hours spent, if one wishes to know them: a small table of one's own lines, each of which can be taken away."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Invalid
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.hours import queries
from community.evidence.hours.queries import Effort
from community.pages import Keep, _, signed_in

OLDEST = timedelta(days=800)


async def show_hours(request: Request) -> Response:
    """GET /work/EL-02/hours: one's own lines and their sum."""
    return await _hours(request)


class Line(BaseModel):
    day: date
    minutes: Annotated[int, Field(ge=1, le=1440)]
    note: Annotated[str, Field(max_length=200)] = ""


async def note_hours(request: Request) -> Response:
    """POST /work/EL-02/hours: so many minutes on that day, in place of what was noted for it."""
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    try:
        line = await pages.form(request, Line)
        if not _today(request) - OLDEST <= line.day <= _today(request):
            raise Invalid({"day": _("Choose a day up to today.")}, await pages.typed_form(request))
    except Invalid as wrong:
        return await _hours(request, 422, wrong)
    effort = Effort(standing.definition.micro_credential_id, line.day, line.minutes, line.note.strip())
    await queries.note(person, effort)
    return pages.redirect(request, f"/work/{standing.definition.code}/hours")


class Removal(BaseModel):
    day: date


async def take_away(request: Request) -> Response:
    """POST /work/EL-02/hours/removal: the line of that day goes."""
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    posted = await pages.form(request, Removal)
    await queries.take_away(person, standing.definition.micro_credential_id, posted.day)
    return pages.redirect(request, f"/work/{standing.definition.code}/hours")


def _today(request: Request) -> date:
    return request.state.now.astimezone(ZoneInfo(signed_in(request).time_zone)).date()


async def _hours(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    efforts = await queries.efforts(person, standing.definition.micro_credential_id)
    return pages.page(
        request, "evidence/hours/hours.html", status,
        standing=standing,
        efforts=efforts,
        minutes=sum(one.minutes for one in efforts),
        today=_today(request),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await cohort_around(request, standing),
    )  # fmt: skip


routes = [
    Route("/work/{code}/hours", show_hours, methods=["GET"]),
    Route("/work/{code}/hours", note_hours, methods=["POST"]),
    Route("/work/{code}/hours/removal", take_away, methods=["POST"]),
]
keeps = {"effort": Keep(person="person_id")}
