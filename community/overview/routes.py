"""Today: who needs me and why, what is done about it from there; and the slice's face."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion.rules import LONGEST
from community.errors import Conflict, Invalid
from community.limits import spend
from community.overview import actions, day, queries, rules
from community.overview.day import Acting
from community.overview.entering import around, leads
from community.overview.letters import routes as letters
from community.overview.letting import routes as letting
from community.overview.rules import Need
from community.pages import Belongs, Keep, signed_in

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


async def show_today(request: Request) -> Response:
    """GET /cohorts/7/today"""
    return await day.show(request)


async def show_letter(request: Request) -> Response:
    """GET /cohorts/7/today/12/letter?need=stopped: a letter to this member, drafted, to be made one's own."""
    return await _letter(request)


class Letter(BaseModel):
    need: Need
    text: Text
    post_key: UUID
    deed: Literal["letter", "talk"] = "letter"


async def write_letter(request: Request) -> Response:
    """POST /cohorts/7/today/12/letter: it goes into the private thread of the two."""
    seat, cohort = await leads(request)
    try:
        said = await pages.form(request, Letter)
        await spend("message", f"person {seat.person_id}")
        await actions.nudge(seat, cohort, request.path_params["seat_id"], said.need, said.text, said.post_key)
    except Invalid as wrong:
        return await _letter_again(request, 422, wrong)
    except Conflict as late:
        typed = await pages.typed_form(request)
        return await _letter_again(request, 409, Invalid({"text": late.why}, typed))
    return await _done(request, "written")


class Reader(BaseModel):
    reader: int = Field(ge=1, le=2**62)


async def find_reader(request: Request) -> Response:
    """POST /cohorts/7/today/12/reader: ask this colleague to read what waits (R44)."""
    seat, cohort = await leads(request)
    try:
        chosen = await pages.form(request, Reader)
        await spend("post", f"person {seat.person_id}")
        seat_id = request.path_params["seat_id"]
        await actions.find_reader(signed_in(request), seat, cohort, seat_id, chosen.reader)
    except Invalid as wrong:
        return await _again(request, "reader", 422, wrong)
    except Conflict as late:
        return await _again(request, "reader", 409, Invalid({"reader": late.why}, await pages.typed_form(request)))
    return await _done(request, "asked")


class Later(BaseModel):
    """Without a day: not today."""

    need: Need
    until: date | None = None


async def put_off(request: Request) -> Response:
    """POST /cohorts/7/today/12/later: not today, or not before a day that she chooses."""
    seat, cohort = await leads(request)
    try:
        later = await pages.form(request, Later)
        await actions.put_off(seat, cohort, request.path_params["seat_id"], later.need, later.until)
    except Invalid as wrong:
        return await _again(request, "later", 422, wrong)
    return await _done(request, "later")


async def _done(request: Request, done: str) -> Response:
    """The page as it is now: for htmx at once, else by way of its address."""
    if request.headers.get("hx-request"):
        return await day.show(request, done=done)
    return pages.redirect(request, f"/cohorts/{request.path_params['cohort_id']}/today?done={done}")


async def _again(request: Request, deed: str, status: int, wrong: Invalid) -> Response:
    """The page with what was typed, and what is wrong with it, where it stood."""
    return await day.show(
        request, status, acting=Acting(request.path_params["seat_id"], deed, wrong.fields, wrong.typed)
    )


async def _letter_again(request: Request, status: int, wrong: Invalid) -> Response:
    if request.headers.get("hx-request"):
        return await _again(request, "talk" if wrong.typed.get("deed") == "talk" else "letter", status, wrong)
    return await _letter(request, status, wrong)


async def _letter(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat, cohort = await leads(request)
    standing = await queries.standing(seat, cohort, request.path_params["seat_id"])
    typed = wrong.typed if wrong else {}
    given = typed.get("need", request.query_params.get("need", ""))
    need = Need(given) if given in list(Need) else Need.STOPPED
    return pages.page(
        request,
        "overview/letter.html",
        status,
        standing=standing,
        need=need,
        left=rules.nudges_left(standing),
        later=rules.next_nudge_at(standing, request.state.now),
        errors=wrong.fields if wrong else {},
        typed=typed,
        **await around(request, seat, cohort),
    )


HERE = "/cohorts/{cohort_id:int}/today"
routes = [
    Route(HERE, show_today, methods=["GET"]),
    Route(HERE + "/{seat_id:int}/letter", show_letter, methods=["GET"]),
    Route(HERE + "/{seat_id:int}/letter", write_letter, methods=["POST"]),
    Route(HERE + "/{seat_id:int}/reader", find_reader, methods=["POST"]),
    Route(HERE + "/{seat_id:int}/later", put_off, methods=["POST"]),
    *letting.routes,
    *letters.routes,
]
live: dict = {}
topics: dict = {}
notices = letting.notices
jobs = letters.jobs
keeps = {
    "put_off": Keep(person="person_id"),
    "nudge": Keep(person="person_id", on_erase="unname"),
    "let_in": Keep(person="person_id"),
    **letters.keeps,
}
belongs = {("let_in", "seat"): Belongs("seat_id"), ("let_in_opening", "let_in"): Belongs("let_in_id")}
