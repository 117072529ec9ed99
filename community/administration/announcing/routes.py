"""The doors to what is announced: write something to everybody, end it."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.administration.entering import administrator
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid
from community.notifications.announcing import actions, queries
from community.once import once
from community.pages import _, signed_in

LONGEST = timedelta(days=90)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Announced(BaseModel):
    """Times are those of the clock where the administrator is."""

    kind: Literal["news", "maintenance"]
    text: Text
    works_at: datetime | None = None
    until_at: datetime
    post_key: UUID


async def show(request: Request) -> Response:
    """GET /administration/announcements"""
    return await _page(request, await administrator(request))


async def announce(request: Request) -> Response:
    """POST /administration/announcements: it stands on every page from this moment on."""
    desk = await administrator(request)

    async def make() -> str:
        return str(await actions.announce(desk, said.kind, said.text, works_at, until_at))

    try:
        said = await pages.form(request, Announced)
        works_at, until_at = _times(request, said)
    except Invalid as wrong:
        typed = wrong.typed or await pages.typed_form(request)
        return await _page(request, desk, 422, errors=wrong.fields, typed=typed)
    await once("announcement", desk.person_id, said.post_key, make)
    return pages.redirect(request, "/administration/announcements?done=made")


async def end(request: Request) -> Response:
    """POST /administration/announcements/5/ending"""
    desk = await administrator(request)
    try:
        await actions.end(desk, request.path_params["note_id"])
    except Conflict as late:
        return await _page(request, desk, 409, errors={"": late.why})
    return pages.redirect(request, "/administration/announcements?done=ended")


def _times(request: Request, said: Announced) -> tuple[datetime | None, datetime]:
    """As instants. Invalid for an end that is over or very far; for a maintenance note whose time is not before it."""
    zone = ZoneInfo(signed_in(request).time_zone)
    until_at, now = said.until_at.replace(tzinfo=zone), clock.now()
    works_at = said.works_at.replace(tzinfo=zone) if said.works_at and said.kind == actions.MAINTENANCE else None
    wrong = {}
    if not now < until_at <= now + LONGEST:
        wrong["until_at"] = _("Choose a time within the next 90 days.")
    if said.kind == actions.MAINTENANCE and works_at is None:
        wrong["works_at"] = _("Say from when the house is worked on.")
    elif works_at and not wrong and not now < works_at < until_at:
        wrong["works_at"] = _("Choose a time that is to come, before the note is shown no more.")
    if wrong:
        raise Invalid(wrong)
    return works_at, until_at


async def _page(request: Request, desk: Desk, status: int = 200, **around: Any) -> Response:
    shown: dict[str, Any] = {"errors": {}, "typed": {}, "done": request.query_params.get("done", "")}
    notes = await queries.notes(desk)
    return pages.page(
        request, "administration/announcements.html", status, nav="desk", notes=notes, now=clock.now(), **shown | around
    )


routes = [
    Route("/administration/announcements", show, methods=["GET"]),
    Route("/administration/announcements", announce, methods=["POST"]),
    Route("/administration/announcements/{note_id:int}/ending", end, methods=["POST"]),
]
