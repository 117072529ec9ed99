"""The doors of saying whether one comes: on the page, and by the link of a mail."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.errors import Conflict, Forbidden
from community.meetings import entering, reasons
from community.meetings.coming import actions, links, queries, rules
from community.meetings.coming.rules import Answer
from community.pages import Live


class Said(BaseModel):
    answer: Answer


async def answer(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/rsvp: who sits here comes, cannot, or is not sure."""
    place = await entering.place_of(request)
    meeting = await entering.meeting_of(request, place)
    if place.seat is None:  # an organizer's desk comes to no meeting
        raise Forbidden(reasons.no_seat())
    said = await pages.form(request, Said)
    await limits.spend("post", str(place.person_id))
    await actions.answer(place.seat, place.cohort, meeting, said.answer)
    return pages.redirect(request, f"{meeting.address}?done=said")


async def show_link(request: Request) -> Response:
    """GET /meetings/link/TOKEN?answer=comes changes nothing: mail scanners and previews open links too (A22)."""
    return await _link(request)


async def use_link(request: Request) -> Response:
    """POST: by the button there; its person need not be signed in."""
    opened = await links.opened(request.path_params["meeting_link"])
    said = await pages.form(request, Said)
    assert opened.place.seat
    try:
        await actions.answer(opened.place.seat, opened.place.cohort, opened.meeting, said.answer)
    except Conflict as late:
        return await _link(request, late.why)
    return await _link(request, said=True)


async def _link(request: Request, why: str = "", said: bool = False) -> Response:
    opened = await links.opened(request.path_params["meeting_link"])
    place, meeting = opened.place, opened.meeting
    assert place.seat
    wanted = request.query_params.get("answer", "")
    return pages.page(
        request,
        "meetings/link.html",
        409 if why else 200,
        meeting=meeting,
        own=await queries.own_of(place.seat, meeting),
        answers=[one for one in Answer if one == wanted] or list(Answer),
        can_answer=rules.can_answer(meeting, request.state.now, place.cohort.is_closed),
        said=said,
        why=why,
    )


routes = [
    Route("/cohorts/{cohort_id:int}/meetings/{meeting_id:int}/rsvp", answer, methods=["POST"]),
    Route("/meetings/link/{meeting_link}", show_link, methods=["GET"]),
    Route("/meetings/link/{meeting_link}", use_link, methods=["POST"]),
]
live = {
    ("rsvp.given", "roster"): Live("meetings/_coming.html", coming=queries.coming_by_id),
    ("rsvp.given", "seat"): Live("meetings/_own.html", own=queries.owns_by_id),
    ("rsvp.voided", "roster"): Live("meetings/_coming.html", coming=queries.coming_by_id),
    ("rsvp.voided", "seat"): Live("meetings/_own.html", own=queries.owns_by_id),
}
