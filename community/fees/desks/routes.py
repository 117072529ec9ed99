"""The desk's doors: what is due in one's own, one fee, and each deed on it."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, numbers, pages
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid
from community.fees import actions, queries, rules
from community.fees.desks.entering import HERE, base, desk_of, owner
from community.fees.queries import Fee
from community.pages import _
from community.sheets import sheet

PAGE = 50
MOST_LINES = 20_000
LISTS = ("due", "promised", "wished", "paid", "waived", "refunded")


async def show_fees(request: Request) -> Response:
    """GET /issuers/SLUG/fees?state=due&before=7: what is due or promised first; every state has its list."""
    desk = await desk_of(request)
    state = request.query_params.get("state", "due")
    state = state if state in LISTS else ""
    typed = request.query_params.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None
    found = await queries.fees_at(desk, state, before, PAGE + 1)
    return pages.page(
        request,
        "fees/desk.html",
        desk=desk,
        base=base(request),
        owner=owner(desk),
        state=state,
        fees=found[:PAGE],
        next=found[PAGE - 1].id if len(found) > PAGE else None,
    )


async def download_fees(request: Request) -> Response:
    """GET /issuers/SLUG/fees.csv: all of them."""
    desk = await desk_of(request)
    heads = (
        *(_("Number"), _("Name"), _("Micro-credential"), _("Title"), _("Affiliate"), _("Amount"), _("Currency")),
        *(_("State"), _("Settled by"), _("District"), _("Reference"), _("Reason"), _("Asked on"), _("Settled on")),
    )
    found = await queries.fees_at(desk, most=MOST_LINES)
    return sheet(f"fees-{clock.now():%Y-%m-%d}", heads, (_line(one) for one in found))


def _line(one: Fee) -> tuple[object, ...]:
    return (
        *(one.spoken, one.name, one.code, one.title, one.affiliate, f"{one.amount_cents / 100:.2f}", one.currency),
        *(one.state, one.how, one.district, one.reference, one.reason, f"{one.asked_at:%Y-%m-%d}"),
        f"{one.settled_at:%Y-%m-%d}" if one.settled_at else "",
    )


async def show_fee(request: Request) -> Response:
    """GET /issuers/SLUG/fees/K7QM2XWD93HF: one fee and what can be done about it."""
    desk = await desk_of(request)
    return _page(request, desk, await _fee(request, desk))


class Promise(BaseModel):
    district: str = Field(max_length=120)
    reference: str = Field(max_length=80)


class Reference(BaseModel):
    reference: str = Field("", max_length=80)


class Reason(BaseModel):
    reason: str = Field(max_length=500)


async def promise(request: Request) -> Response:
    """POST …/promise: by which district, and its reference (a purchase order, a letter)."""

    async def deed(desk: Desk, fee: Fee, said: Promise) -> None:
        await actions.promise(desk, fee, said.district, said.reference)

    return await _do(request, Promise, deed)


async def end_promise(request: Request) -> Response:
    """POST …/promise/end: the district does not keep it; with the reason, which its person reads."""
    return await _do(request, Reason, lambda desk, fee, said: actions.end_promise(desk, fee, said.reason))


async def receive(request: Request) -> Response:
    """POST …/payment: the money is here."""
    return await _do(request, Reference, lambda desk, fee, said: actions.receive(desk, fee, said.reference))


async def waive(request: Request) -> Response:
    """POST …/waiver: with its reason."""
    return await _do(request, Reason, lambda desk, fee, said: actions.waive(desk, fee, said.reason))


async def refund(request: Request) -> Response:
    """POST …/refund: the money was sent back; nothing of it once something was submitted (R8)."""
    return await _do(request, Reference, lambda desk, fee, said: actions.refund(desk, fee, said.reference))


async def _do(request: Request, form: type[BaseModel], deed: Callable[[Desk, Fee, Any], Awaitable[None]]) -> Response:
    desk = await desk_of(request)
    fee = await _fee(request, desk)
    try:
        await deed(desk, fee, await pages.form(request, form))
    except Invalid as wrong:
        return _page(request, desk, fee, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as wrong:
        return _page(request, desk, await _fee(request, desk), 409, problem=str(wrong))
    return pages.redirect(request, f"{base(request)}/fees/{fee.number}?done=yes")


async def _fee(request: Request, desk: Desk) -> Fee:
    return await queries.fee_at(desk, numbers.plain(request.path_params["fee_number"]))


def _page(request: Request, desk: Desk, fee: Fee, status: int = 200, problem: str = "", **around: Any) -> Response:
    return pages.page(
        request,
        "fees/desk_fee.html",
        status,
        desk=desk,
        base=base(request),
        owner=owner(desk),
        fee=fee,
        problem=problem,
        can_move=lambda fee, name: rules.may_settle(desk, fee) and rules.can_move(fee, name),
        done=request.query_params.get("done", ""),
        **around,
    )


DEEDS = {
    "promise": promise, "promise/end": end_promise, "payment": receive, "waiver": waive, "refund": refund,
}  # fmt: skip
routes = [
    route
    for here in HERE
    for route in (
        Route(here + "/fees", show_fees),
        Route(here + "/fees.csv", download_fees),
        Route(here + "/fees/{fee_number}", show_fee),
        *(Route(here + "/fees/{fee_number}/" + noun, deed, methods=["POST"]) for noun, deed in DEEDS.items()),
    )
]
