"""The doors of a recap: its draft, and announcing it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts.queries import Place
from community.discussion.rules import LONGEST
from community.errors import Conflict, Invalid
from community.meetings import entering, reasons
from community.meetings import queries as meetings
from community.meetings.agendas import queries as agendas
from community.meetings.queries import Meeting
from community.meetings.recaps import actions, queries, rules
from community.pages import Live


class RecapForm(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
    post_key: UUID


async def show_recap(request: Request) -> Response:
    """GET /cohorts/7/meetings/12/recap: drafted from agenda, who was there and what comes next."""
    place, _seat, meeting = await entering.facilitating(request)
    if not rules.can_write(meeting, request.state.now, place.cohort.is_closed):
        raise Conflict(reasons.no_recap())
    if (await queries.recap(place, meeting.id)).message_id:
        raise Conflict(reasons.recapped())
    return await _form(request, place, meeting)


async def announce(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/recap"""
    place, seat, meeting = await entering.facilitating(request)
    try:
        new = await pages.form(request, RecapForm)
        await limits.spend("message", f"person {seat.person_id}")
        message_id = await actions.announce(seat, place.cohort, meeting, new.text, new.post_key)
    except Invalid as wrong:
        return await _form(request, place, meeting, wrong)
    except Conflict as late:
        return await _form(request, place, meeting, Invalid({"": late.why}, await pages.typed_form(request)), 409)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/messages/{message_id}")


async def _form(
    request: Request, place: Place, meeting: Meeting, wrong: Invalid | None = None, status: int = 422
) -> Response:
    agenda = await agendas.agenda(place, meeting.id)
    lines = [line.what for line in agenda.lines]
    there = await queries.count_there(place, meeting)
    plan = await meetings.plan(place, place.cohort)
    following = next((one for one in plan.upcoming if _follows(one, meeting)), None)
    return pages.page(
        request,
        "meetings/recap.html",
        status if wrong else 200,
        meeting=meeting,
        draft=rules.drafted(meeting, lines, there, following, place.cohort.language),
        most=LONGEST,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await entering.around(request, place),
    )


def _follows(one: Meeting, meeting: Meeting) -> bool:
    return not one.is_cancelled and one.starts_at > meeting.starts_at


HERE = "/cohorts/{cohort_id:int}/meetings/{meeting_id:int}/recap"
routes = [Route(HERE, show_recap, methods=["GET"]), Route(HERE, announce, methods=["POST"])]
live = {("recap.posted", "roster"): Live("meetings/_recap.html", recap=queries.recaps_by_id)}
