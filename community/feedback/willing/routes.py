"""The doors of who is willing: a switch, and pairs who do not read each other (R42)."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Member, Seat
from community.errors import Invalid, NotFound, permit
from community.feedback import reasons
from community.feedback.readings.routes import show_list
from community.feedback.requests import rules as request_rules
from community.feedback.willing import actions, queries, rules
from community.pages import signed_in


class Said(BaseModel):
    state: Literal["willing", "not_now"]


class PairForm(BaseModel):
    """Seats; who does not lead chooses only the other."""

    one: int | Literal[""] = ""
    other: int | Literal[""] = ""


async def say(request: Request) -> Response:
    """POST /cohorts/7/feedback/willingness: state=not_now, and nothing is offered until state=willing."""
    seat = await _seat(request)
    permit(rules.may_say(seat), reasons.only_members_take())
    posted = await pages.form(request, Said)
    await actions.say(seat, posted.state == "willing")
    return pages.redirect(request, _home(seat))


async def keep_apart(request: Request) -> Response:
    """POST /cohorts/7/feedback/pairs: these two, or for oneself this one and I, do not read each other (R42)."""
    seat = await _seat(request)
    posted = await pages.form(request, PairForm)
    people = {one.seat_id: one for one in await cohorts.members(seat) if request_rules.may_know(one)}
    try:
        one, other = _two(seat, people, posted)
    except Invalid as wrong:
        return await show_list(request, seat, 422, wrong)
    await actions.keep_apart(seat, one, other)
    return pages.redirect(request, _home(seat))


async def end_pair(request: Request) -> Response:
    """POST /cohorts/7/feedback/pairs/3/removal: of those one has set."""
    seat = await _seat(request)
    pair_id = request.path_params["pair_id"]
    pair = next((one for one in await queries.own_pairs(seat) if one.id == pair_id), None)
    if pair is None:
        raise NotFound
    await actions.end_pair(seat, pair)
    return pages.redirect(request, _home(seat))


def _two(seat: Seat, people: dict[int, Member], posted: PairForm) -> tuple[Member, Member]:
    first = posted.one if seat.role == "facilitator" else seat.id
    one, other = people.get(first or 0), people.get(posted.other or 0)
    wrong = {}
    if one is None:
        wrong["one"] = reasons.choose_one_here()
    if other is None or other == one:
        wrong["other"] = reasons.choose_one_here()
    if one is None or other is None or wrong:
        raise Invalid(wrong, {"one": str(posted.one), "other": str(posted.other)})
    return one, other


async def _seat(request: Request) -> Seat:
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    permit(request_rules.may_know(seat), reasons.only_look_on())
    await limits.spend("post", f"person {person.id}")
    return seat


def _home(seat: Seat) -> str:
    return f"/cohorts/{seat.cohort_id}/feedback#willing"


HERE = "/cohorts/{cohort_id:int}/feedback"
routes = [
    Route(HERE + "/willingness", say, methods=["POST"]),
    Route(HERE + "/pairs", keep_apart, methods=["POST"]),
    Route(HERE + "/pairs/{pair_id:int}/removal", end_pair, methods=["POST"]),
]
