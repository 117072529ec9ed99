"""The doors of asking for a seat, and of answering."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts import queries, reasons, rules
from community.cohorts.joining import routes as joining
from community.cohorts.queries import Outside, Place
from community.cohorts.requests import actions
from community.cohorts.requests.rules import Words, is_late
from community.errors import Conflict, Invalid, NotFound, permit


class Ask(BaseModel):
    words: Words


class Refuse(BaseModel):
    answer: Words


async def show_asking(request: Request) -> Response:
    """GET /join/K7QM-2XWD-93HF/requests"""
    return await joining.show(request, "cohorts/asking.html")


async def ask(request: Request) -> Response:
    person, typed = pages.signed_in(request), request.path_params["join_code"]
    try:
        await joining.count(request)
        words = (await pages.form(request, Ask)).words
        await limits.spend("post", str(person.id))
        await actions.ask(person, typed, words)
    except Invalid as wrong:
        return await joining.show(request, "cohorts/asking.html", 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as refused:
        return joining.refuse(request, typed, refused)
    return pages.redirect(request, "/cohorts?done=asking")


async def show_request(request: Request) -> Response:
    place, asked = await _asked(request)
    return _page(request, place, asked)


async def admit(request: Request) -> Response:
    place, asked = await _asked(request)
    try:
        seat = await actions.admit(place, await queries.seat_at(place, asked.seat_id))
    except Conflict as refused:
        return _page(request, place, asked, 409, why=refused.why)
    done = "admitted" if seat.state == "active" else "in_line"
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done={done}")


async def refuse(request: Request) -> Response:
    place, asked = await _asked(request)
    try:
        answer = (await pages.form(request, Refuse)).answer
        await actions.refuse(place, await queries.seat_at(place, asked.seat_id), answer)
    except Invalid as wrong:
        return _page(request, place, asked, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as refused:
        return _page(request, place, asked, 409, why=refused.why)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done=refused")


async def _asked(request: Request) -> tuple[Place, Outside]:
    """For who leads the cohort: somebody who has asked there, also when that was answered meanwhile."""
    place = await queries.place(pages.signed_in(request), request.path_params["cohort_id"])
    permit(rules.leads(place), reasons.leaders_only())
    found = (await queries.outside_by_id([request.path_params["seat_id"]])).get(request.path_params["seat_id"])
    if found is None or found.cohort_id != place.cohort.id or not found.asks:
        raise NotFound
    return place, found


def _page(request: Request, place: Place, asked: Outside, status: int = 200, why: str = "", **context: Any) -> Response:
    late = asked.state == "requested" and is_late(asked.joined_at, request.state.now)
    around: dict[str, Any] = {"nav": "cohort", "cohort": place.cohort, "seat": place.seat}
    around |= {"asked": asked, "why": why, "late": late}
    return pages.page(request, "cohorts/request.html", status, **around, **context)


HERE = "/cohorts/{cohort_id:int}/requests/{seat_id:int}"
routes = [
    Route("/join/{join_code}/requests", show_asking, methods=["GET"]),
    Route("/join/{join_code}/requests", ask, methods=["POST"]),
    Route(HERE, show_request, methods=["GET"]),
    Route(f"{HERE}/admission", admit, methods=["POST"]),
    Route(f"{HERE}/refusal", refuse, methods=["POST"]),
]
