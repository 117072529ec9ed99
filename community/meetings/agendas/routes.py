"""The doors of an agenda: its form, for who leads."""

from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts.queries import Place
from community.errors import Conflict, Invalid
from community.meetings import entering, reasons
from community.meetings.agendas import actions, queries, rules
from community.meetings.agendas.rules import Agenda
from community.meetings.queries import Meeting
from community.pages import Live


class AgendaForm(BaseModel):
    version: int = Field(ge=0, le=2_000_000_000)
    lines: str = Field(default="", max_length=10_000)
    bring: str = Field(default="", max_length=5_000)
    says: str = Field(default="", max_length=10_000)

    @field_validator("lines", "bring", "says")
    @classmethod
    def _fits(cls, typed: str) -> str:
        found = rules.texts(typed)
        if len(found) > rules.MOST_LINES:
            raise ValueError(reasons.too_many_lines(rules.MOST_LINES))
        if any(len(line) > rules.LONGEST for line in found):
            raise ValueError(reasons.long_line(rules.LONGEST))
        return typed


async def show_agenda(request: Request) -> Response:
    """GET /cohorts/7/meetings/12/agenda"""
    place = await entering.planning(request)
    return await _form(request, place, await entering.meeting_of(request, place))


async def write_agenda(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/agenda"""
    place = await entering.planning(request)
    meeting = await entering.meeting_of(request, place)
    was = await queries.agenda(place, meeting.id)
    try:
        new = await pages.form(request, AgendaForm)
        if new.version != was.version:
            raise Conflict(reasons.changed_meanwhile())
        lines, bring, says = rules.lines(new.lines), rules.texts(new.bring), rules.texts(new.says)
        await actions.write(place, meeting, was, Agenda(meeting.id, was.version, lines, bring, says))
    except Invalid as wrong:
        return await _form(request, place, meeting, wrong)
    except Conflict as late:
        return await _form(request, place, meeting, Invalid({"": late.why}, await pages.typed_form(request)), 409)
    return pages.redirect(request, f"{meeting.address}?done=agenda")


async def _form(
    request: Request, place: Place, meeting: Meeting, wrong: Invalid | None = None, status: int = 422
) -> Response:
    agenda = await queries.agenda(place, meeting.id)
    return pages.page(
        request,
        "meetings/agenda.html",
        status if wrong else 200,
        meeting=meeting,
        agenda=agenda,
        filled=rules.typed(agenda),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await entering.around(request, place),
    )


HERE = "/cohorts/{cohort_id:int}/meetings/{meeting_id:int}/agenda"
routes = [Route(HERE, show_agenda, methods=["GET"]), Route(HERE, write_agenda, methods=["POST"])]
live = {("agenda.changed", "roster"): Live("meetings/_agenda.html", agenda=queries.agendas_by_id)}
