"""The doors of pausing: not now, and back again."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries, reasons
from community.cohorts.joining.asking import NoSeat
from community.cohorts.pausing import actions, rules
from community.cohorts.queries import Cohort, Seat
from community.errors import Invalid, permit


class Pause(BaseModel):
    returns_on: date


async def show_pause(request: Request) -> Response:
    seat, cohort = await _seated(request)
    return _page(request, seat, cohort)


async def pause(request: Request) -> Response:
    seat, cohort = await _seated(request)
    try:
        wanted = await pages.form(request, Pause)
        await actions.pause(pages.signed_in(request), seat, cohort, wanted.returns_on)
    except Invalid as wrong:
        typed = await pages.typed_form(request)
        return _page(request, seat, cohort, 422, errors=wrong.fields, typed=typed)
    return pages.redirect(request, "/cohorts?done=paused")


async def come_back(request: Request) -> Response:
    person = pages.signed_in(request)
    try:
        seat = await actions.come_back(person, request.path_params["cohort_id"])
    except NoSeat as refused:
        return pages.page(request, "cohorts/join.html", 409, nav="find", code="", plain="", refused=refused)
    return pages.redirect(request, f"/cohorts/{seat.cohort_id}?done=back")


async def _seated(request: Request) -> tuple[Seat, Cohort]:
    seat = await queries.seat(pages.signed_in(request), request.path_params["cohort_id"])
    permit(seat.is_participant, reasons.participants_pause())
    return seat, await queries.cohort(seat)


def _page(request: Request, seat: Seat, cohort: Cohort, status: int = 200, **context: Any) -> Response:
    today = request.state.now.astimezone(ZoneInfo(cohort.time_zone)).date()
    around = {
        "nav": "cohort",
        "seat": seat,
        "cohort": cohort,
        "first": today + timedelta(days=1),
        "last": rules.latest_return(today, cohort.ends_on),
        "kept_days": actions.kept_days(),
    }
    return pages.page(request, "cohorts/pause.html", status, **around, **context)


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(f"{HERE}/pause", show_pause, methods=["GET"]),
    Route(f"{HERE}/pause", pause, methods=["POST"]),
    Route(f"{HERE}/return", come_back, methods=["POST"]),
]
