"""The doors of attendance: one mark for one person at one meeting."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.meetings import entering
from community.meetings.attending import actions, queries
from community.meetings.attending.rules import Mark
from community.meetings.coming import queries as saying
from community.pages import Live


class Marked(BaseModel):
    mark: Mark


async def mark(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/attendance/5: there, late, not_there, or taken back; for htmx the one row."""
    place = await entering.planning(request)
    meeting = await entering.meeting_of(request, place)
    guest = await queries.guest(place, meeting, request.path_params["seat_id"])
    marked = await pages.form(request, Marked)
    await limits.spend("save", str(place.person_id))
    guest = await actions.mark(place, meeting, guest, marked.mark)
    if request.headers.get("hx-request"):
        return pages.fragment(request, "meetings/_guest.html", guest=guest, audience="facilitator")
    return pages.redirect(request, f"{meeting.address}#guest-{meeting.id}-{guest.seat_id}")


routes = [
    Route(
        "/cohorts/{cohort_id:int}/meetings/{meeting_id:int}/attendance/{seat_id:int}", mark, methods=["POST"]
    )
]
live = {
    ("rsvp.given", "meeting"): Live("meetings/_guest.html", guest=queries.answering_by_id),
    ("rsvp.voided", "meeting"): Live("meetings/_guest.html", guest=queries.answering_by_id),
    ("attendance.marked", "meeting"): Live("meetings/_guest.html", guest=queries.marked_by_id),
    ("attendance.marked", "seat"): Live("meetings/_own.html", own=saying.marked_by_id),
}
topics = {"meeting": queries.audiences_by_id}
