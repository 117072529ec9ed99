"""The doors of a roster: give it as a file or as text, look at what would happen, take it in."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages
from community.affiliates import lines
from community.affiliates.desks.routes import HERE, organizer
from community.affiliates.lines import Unreadable
from community.affiliates.queries import Desk
from community.affiliates.rosters import actions
from community.affiliates.rosters.actions import LookAgain
from community.errors import Invalid
from community.pages import _

MOST_TEXT = 700_000  # characters; a form may carry 1 MB in all, and longer rosters come by the command


class Roster(BaseModel):
    text: str = Field(max_length=MOST_TEXT)
    whole: str = ""
    mark: str = Field(max_length=64)
    post_key: UUID


async def show(request: Request) -> Response:
    """GET /affiliates/7/roster"""
    desk = await organizer(request)
    done = request.query_params.get("done", "")
    return _page(request, desk, done=tuple(map(int, done.split("-"))) if _is_counts(done) else None)


async def preview(request: Request) -> Response:
    """POST /affiliates/7/roster/preview: what would happen; nothing is written."""
    desk = await organizer(request)
    await limits.spend("post", str(desk.person_id))
    async with request.form(max_files=1, max_fields=20, max_part_size=1_000_000) as posted:
        whole = posted.get("whole") == "yes"
        try:
            text, guessed = await _given(posted)
        except Invalid as wrong:
            return _page(request, desk, 422, errors=wrong.fields, typed=wrong.typed, whole=whole)
    seen = await actions.look(desk, lines.pieces(text), whole)
    return _page(request, desk, seen=seen, text=text, whole=whole, guessed=guessed)


async def take_in(request: Request) -> Response:
    """POST /affiliates/7/roster"""
    desk = await organizer(request)
    person = pages.signed_in(request)
    try:
        given = await pages.form(request, Roster)
    except Invalid as wrong:
        return _page(request, desk, 422, errors=wrong.fields, typed=wrong.typed)
    whole = given.whole == "yes"

    async def made() -> str:
        counts = await actions.take_in(desk, person, given.text, given.mark, whole)
        ended = counts.ended + (counts.missing if whole else 0)
        return f"{counts.new}-{counts.changed}-{ended}-{counts.unchanged}"

    try:
        done = await once.once("roster", person.id, given.post_key, made)
    except LookAgain as again:
        return _page(request, desk, 409, seen=again.preview, text=given.text, whole=whole, why=again.why)
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/roster?done={done}")


async def _given(posted: FormData) -> tuple[str, bool]:
    """The text of the file, or what was pasted; whether its signs were guessed. Raises Invalid in a sentence."""
    file, pasted = posted.get("file"), posted.get("text")
    text, guessed = pasted if isinstance(pasted, str) else "", False
    if isinstance(file, UploadFile) and file.filename:
        try:
            text, guessed = lines.decoded(await file.read())
        except Unreadable as refused:
            raise Invalid({"file": refused.mistake.sentence}, {"text": text}) from None
    if not text.strip():
        raise Invalid({"file": _("Choose a file, or paste its lines below.")})
    if len(text) > MOST_TEXT:
        raise Invalid({"file": _("This is too much for one page. Send it in parts, or ask who runs this server.")})
    return text.replace("\x00", ""), guessed


def _page(request: Request, desk: Desk, status: int = 200, **context: Any) -> Response:
    around: dict[str, Any] = {"nav": "desk", "desk": desk, "done": None, "why": "", "text": "", "whole": False}
    around |= {"seen": None, "guessed": False, "most_shown": actions.MOST_SHOWN}
    return pages.page(request, "affiliates/roster.html", status, **around | context)


def _is_counts(done: str) -> bool:
    parts = done.split("-")
    return len(parts) == 4 and all(part.isascii() and part.isdecimal() and len(part) < 9 for part in parts)


routes = [
    Route(f"{HERE}/roster", show, methods=["GET"]),
    Route(f"{HERE}/roster", take_in, methods=["POST"]),
    Route(f"{HERE}/roster/preview", preview, methods=["POST"]),
]
