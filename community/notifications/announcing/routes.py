"""The page of what is announced, where each puts away what they have read; and how it is shown live."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.notifications.announcing import queries
from community.pages import Keep, Live, signed_in


async def show(request: Request) -> Response:
    """GET /announcements"""
    person = signed_in(request)
    shown = {note.id for note in request.state.bell.notes} if request.state.bell else set()
    notes = await queries.notes_for(person)
    return pages.page(request, "notifications/announcing/announcements.html", notes=notes, shown=shown)


async def put_away(request: Request) -> Response:
    """POST /announcements/5/reading: it stands on no page of theirs any more."""
    await queries.put_away(signed_in(request), request.path_params["note_id"])
    return pages.redirect(request, "/announcements")


NOTE = Live("notifications/announcing/_note.html", note=queries.notes_by_id)
routes = [
    Route("/announcements", show, methods=["GET"]),
    Route("/announcements/{note_id:int}/reading", put_away, methods=["POST"]),
]
live = {("announcement.made", "news"): NOTE, ("announcement.ended", "news"): NOTE}
topics = {"news": queries.readers_by_id}
keeps = {
    "announcement": Keep(person="made_by", on_erase="unname"),
    "announcement_read": Keep(person="person_id"),
}
