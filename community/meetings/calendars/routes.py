"""The doors of a person's calendar: the page about it, its address, and the file that calendars fetch."""

import gzip
import hashlib
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages, words
from community.errors import NotFound
from community.meetings import calendar
from community.meetings.calendars import actions, queries
from community.pages import signed_in

QUARTER_HOUR = 900


class Renewal(BaseModel):
    post_key: UUID


async def show_calendar(request: Request) -> Response:
    """GET /profile/calendar: one's address, and what stands there."""
    found = await queries.address(signed_in(request))
    return pages.page(
        request,
        "meetings/calendar.html",
        address=actions.link(found) if found else "",
        made_at=found.made_at if found else None,
        done=request.query_params.get("done", ""),
    )


async def renew(request: Request) -> Response:
    """POST /profile/calendar: an address, or another in place of the one that is there."""
    person = signed_in(request)
    wanted = await pages.form(request, Renewal)
    await limits.spend("post", str(person.id))

    async def made() -> str:
        await actions.renew(person)
        return "made"

    await once.once("calendar address", person.id, wanted.post_key, made)
    return pages.redirect(request, "/profile/calendar?done=made")


async def end(request: Request) -> Response:
    """POST /profile/calendar/end: it is fetched nowhere any more."""
    await actions.end(signed_in(request))
    return pages.redirect(request, "/profile/calendar?done=ended")


async def fetch(request: Request) -> Response:
    """GET /calendar/SECRET.ics, by a calendar: no sign-in, no cookie, and 304 to who has it (R20)."""
    request.state.new_visit = False
    secret = request.path_params["calendar_secret"]
    person = await queries.public_owner(secret)
    if person is None:
        where = request.client.host if request.client else ""
        await limits.spend("join_link", f"calendar {where}")
        raise NotFound
    await limits.spend("calendar", secret)
    with words.speaking(words.known(person.language)):
        body = calendar.feed(await queries.meetings(person), await queries.days(person))
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": mark,
        "Cache-Control": f"private, max-age={QUARTER_HOUR}",
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    if _has(request, mark):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = gzip.compress(body, 6, mtime=0), headers | {"Content-Encoding": "gzip"}
    return Response(body, headers=headers, media_type=calendar.TYPE)


def _has(request: Request, mark: str) -> bool:
    told = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return mark in told or "*" in told


routes = [
    Route("/profile/calendar", show_calendar, methods=["GET"]),
    Route("/profile/calendar", renew, methods=["POST"]),
    Route("/profile/calendar/end", end, methods=["POST"]),
    Route("/calendar/{calendar_secret}.ics", fetch, methods=["GET"]),
]
