"""The doors at which an issuer's desk sets how long a review takes."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Conflict, Invalid
from community.fees.desks.entering import base, desk_of
from community.submissions.expecting import actions, queries, rules


async def show_days(request: Request) -> Response:
    """GET /issuers/SLUG/review-days: how long a review takes, and the holidays."""
    return await _page(request)


class Days(BaseModel):
    """`seen`: what stood on the page, 0 for calendar days."""

    kind: Literal["calendar", "business"]
    days: int = Field(rules.USUAL_BUSINESS_DAYS, ge=rules.FEWEST, le=rules.MOST)
    seen: int = Field(ge=0, le=rules.MOST)


async def set_days(request: Request) -> Response:
    """POST /issuers/SLUG/review-days: for whatever is submitted from now on; what was promised stays."""
    desk = await desk_of(request)
    try:
        said = await pages.form(request, Days)
        await actions.set_days(desk, said.seen or None, said.days if said.kind == "business" else None)
    except Invalid as wrong:
        return await _page(request, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as late:
        return await _page(request, 409, errors={"": late.why}, typed=await pages.typed_form(request))
    return pages.redirect(request, f"{base(request)}/review-days?done=set")


class Holiday(BaseModel):
    day: date
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST_NAME)]


async def add_holiday(request: Request) -> Response:
    """POST /issuers/SLUG/holidays: a day with a name."""
    desk = await desk_of(request)
    try:
        said = await pages.form(request, Holiday)
        await actions.add_holiday(desk, said.day, said.name)
    except Invalid as wrong:
        return await _page(request, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as late:
        return await _page(request, 409, errors={"day": late.why}, typed=await pages.typed_form(request))
    return pages.redirect(request, f"{base(request)}/review-days#holidays-h")


class Removed(BaseModel):
    day: date


async def remove_holiday(request: Request) -> Response:
    """POST /issuers/SLUG/holidays/removal"""
    desk = await desk_of(request)
    said = await pages.form(request, Removed)
    await actions.remove_holiday(desk, said.day)
    return pages.redirect(request, f"{base(request)}/review-days#holidays-h")


async def _page(request: Request, status: int = 200, **around: Any) -> Response:
    desk = await desk_of(request)
    return pages.page(
        request, "submissions/expecting/days.html", status,
        nav="desk",
        base=base(request),
        owner=desk.issuer,
        days=await queries.business_days(desk),
        usual=rules.USUAL_BUSINESS_DAYS,
        fewest=rules.FEWEST,
        most=rules.MOST,
        holidays=await queries.holidays(desk),
        longest_name=rules.LONGEST_NAME,
        done=request.query_params.get("done", ""),
        **around,
    )  # fmt: skip


HERE = "/issuers/{issuer}"
routes = [
    Route(HERE + "/review-days", show_days, methods=["GET"]),
    Route(HERE + "/review-days", set_days, methods=["POST"]),
    Route(HERE + "/holidays", add_holiday, methods=["POST"]),
    Route(HERE + "/holidays/removal", remove_holiday, methods=["POST"]),
]
