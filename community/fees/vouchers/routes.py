"""The desk's doors to its vouchers: make some, see how much is left of each, withdraw one."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, numbers, pages
from community.errors import Invalid
from community.fees import queries, rules
from community.fees.desks.entering import HERE, base, desk_of, owner
from community.fees.vouchers import actions
from community.once import once
from community.pages import _, signed_in
from community.sheets import sheet

PAGE = 100
MOST_LINES = 20_000


async def show_vouchers(request: Request) -> Response:
    """GET /issuers/SLUG/vouchers: what was given, and how much is left of it."""
    return await _page(request)


class Make(BaseModel):
    count: int = Field(ge=1, le=100)
    value: int = Field(ge=1, le=10_000_000)
    uses: int = Field(ge=1, le=1000)
    ends_on: date
    label: str = Field("", max_length=80)
    post_key: UUID

    @field_validator("value", mode="before")
    @classmethod
    def _as_cents(cls, typed: str) -> int:
        try:
            return rules.cents(typed)
        except ValueError:
            raise ValueError(_("Write an amount in dollars, for example 75 or 37.50.")) from None


async def make_vouchers(request: Request) -> Response:
    """POST /issuers/SLUG/vouchers: the numbers are shown in the answer, and never again."""
    desk, person = await desk_of(request), signed_in(request)
    drawn: list[str] = []

    async def make() -> str:
        drawn.extend(await actions.make(desk, said.count, said.value, said.uses, said.ends_on, said.label))
        return str(len(drawn))

    try:
        said = await pages.form(request, Make)
        today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
        if said.ends_on < today:
            raise Invalid({"ends_on": _("Choose a day that is still to come.")}, await pages.typed_form(request))
        await once("vouchers", person.id, said.post_key, make)
    except Invalid as wrong:
        return await _page(request, 422, errors=wrong.fields, typed=wrong.typed)
    return await _page(request, drawn=[numbers.spoken(number) for number in drawn], again=not drawn, made=said)


async def withdraw_voucher(request: Request) -> Response:
    """POST /issuers/SLUG/vouchers/7/withdrawal"""
    desk = await desk_of(request)
    await actions.withdraw(desk, request.path_params["voucher_id"])
    return pages.redirect(request, f"{base(request)}/vouchers?done=withdrawn")


async def download_vouchers(request: Request) -> Response:
    """GET /issuers/SLUG/vouchers.csv: what is left of each; the numbers stand nowhere."""
    desk = await desk_of(request)
    heads = (_("Ends in"), _("For"), _("Given by"), _("Value"), _("Uses"), _("Left"), _("Until"), _("Withdrawn on"))
    lines = (
        (
            *(one.tail, one.label, one.giver, f"{one.value_cents / 100:.2f}", one.uses, one.left, one.ends_on),
            f"{one.withdrawn_at:%Y-%m-%d}" if one.withdrawn_at else "",
        )
        for one in await queries.vouchers_at(desk, most=MOST_LINES)
    )
    return sheet(f"vouchers-{clock.now():%Y-%m-%d}", heads, lines)


async def _page(request: Request, status: int = 200, drawn: Any = (), again: bool = False, made: Any = None, **around):
    desk = await desk_of(request)
    typed = request.query_params.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None
    found = await queries.vouchers_at(desk, before, PAGE + 1)
    today = clock.now().date()
    return pages.page(
        request,
        "fees/vouchers.html",
        status,
        desk=desk,
        base=base(request),
        owner=owner(desk),
        vouchers=found[:PAGE],
        next=found[PAGE - 1].id if len(found) > PAGE else None,
        drawn=drawn,
        again=again,
        made=made,
        today=today,
        usual_end=today + timedelta(days=365),
        done=request.query_params.get("done", ""),
        **around,
    )


routes = [
    route
    for here in HERE
    for route in (
        Route(here + "/vouchers", show_vouchers, methods=["GET"]),
        Route(here + "/vouchers", make_vouchers, methods=["POST"]),
        Route(here + "/vouchers.csv", download_vouchers),
        Route(here + "/vouchers/{voucher_id:int}/withdrawal", withdraw_voucher, methods=["POST"]),
    )
]
