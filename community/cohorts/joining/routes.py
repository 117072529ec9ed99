"""The doors of coming in: a code typed or a link opened, what one would join, the line before a full cohort."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts import queries, rules
from community.cohorts.joining import asking
from community.cohorts.joining.asking import Answer, NoSeat
from community.cohorts.queries import Card
from community.cohorts.seats import actions as seats
from community.cohorts.waiting import actions as waiting
from community.cohorts.waiting.rules import OFFER
from community.cohorts.welcoming.routes import arrived
from community.errors import Conflict, Invalid
from community.people import answers


class Join(BaseModel):
    code: str = Field(max_length=60)


@dataclass(frozen=True)
class Door:
    """What somebody with the code finds: the cohort, their seat there, what bars the way, what is possible instead."""

    card: Card
    free: int
    state: str  # of one's own seat; "" without one
    answer: Answer


async def show_join(request: Request) -> Response:
    """GET /join?code=K7QM…: the code in its field; it is looked up when the form is sent."""
    return _page(request, code=request.query_params.get("code", "")[:60])


async def show_door(request: Request) -> Response:
    """GET /join/K7QM-2XWD-93HF, a link to pass on: what one would join, before one presses Join."""
    await count(request)
    return await show(request, "cohorts/door.html")


async def show(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page about the cohort behind the code in the address; in the same words for every code that opens nothing."""
    typed = request.path_params["join_code"][:60]
    try:
        door = await _door(request, typed)
    except Invalid as wrong:
        return _page(request, 404, code=typed, errors=wrong.fields, typed={"code": typed})
    around = {"nav": "find", "code": typed, "door": door, "hours": int(OFFER.total_seconds() // 3600)}
    return pages.page(request, template, status, **around, **context)


def refuse(request: Request, typed: str, refused: Conflict) -> Response:
    """The page on which one may type a code, saying why not and what is possible instead."""
    return _page(request, 409, code=typed, refused=refused)


async def join(request: Request) -> Response:
    person = pages.signed_in(request)
    typed = ""
    try:
        typed = (await pages.form(request, Join)).code
        await count(request)
        seat = await seats.take_seat(person, typed)
    except Invalid as wrong:
        return _page(request, 422, errors=wrong.fields, typed=wrong.typed)
    except NoSeat as refused:
        return refuse(request, typed, refused)
    return await arrived(request, seat)


async def wait(request: Request) -> Response:
    """POST /join/K7QM-2XWD-93HF/waiting"""
    person, typed = pages.signed_in(request), request.path_params["join_code"]
    try:
        await count(request)
        seat = await waiting.stand_in_line(person, typed)
    except Invalid as wrong:
        return _page(request, 404, errors=wrong.fields, typed={"code": typed})
    except Conflict as refused:
        return refuse(request, typed, refused)
    sits = seat.state == "active"
    return pages.redirect(request, f"/cohorts/{seat.cohort_id}" if sits else "/cohorts?done=waiting")


async def _door(request: Request, typed: str) -> Door:
    cohort, _code = await seats.of_code(typed)
    person = request.state.person
    card, free = await queries.public_card(cohort)
    seat = await queries.seat_of(person, cohort.id) if person else None
    state = seat.state if seat else ""
    answer = await asking.ask(person, cohort, free, removed=state == "removed")
    return Door(card, free, state if state not in ("left", "removed") else "", answer)


async def count(request: Request) -> None:
    """Guesses are counted, by person or by where they come from (A59)."""
    person = request.state.person
    if person:
        await limits.spend("join_code", str(person.id))
    else:
        await limits.spend("join_link", answers.origin(request))


def _page(
    request: Request, status: int = 200, code: str = "", refused: Conflict | None = None, **context: Any
) -> Response:
    around: dict[str, Any] = {"nav": "find", "code": code, "plain": rules.plain_code(code), "refused": refused}
    return pages.page(request, "cohorts/join.html", status, **around, **context)


routes = [
    Route("/join", show_join, methods=["GET"]),
    Route("/join", join, methods=["POST"]),
    Route("/join/{join_code}", show_door, methods=["GET"]),
    Route("/join/{join_code}/waiting", wait, methods=["POST"]),
]
