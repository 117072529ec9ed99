"""One's own fees: how one is settled, the request to a district, the receipt. The desks' pages stand in desks/."""

from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, numbers, pages
from community.config import settings
from community.errors import Conflict, Invalid, NotFound
from community.fees import actions, provider, queries, rules
from community.fees.desks import routes as desks
from community.fees.queries import Fee
from community.fees.terms import routes as terms
from community.fees.vouchers import routes as vouchers
from community.pages import ByMail, Keep, Notice, _, signed_in


async def show_fees(request: Request) -> Response:
    """GET /fees: all that one has paid, or has yet to pay."""
    person = signed_in(request)
    done = request.query_params.get("done", "")
    return pages.page(request, "fees/fees.html", fees=await queries.fees(person), done=done, nav="learning")


async def show_fee(request: Request) -> Response:
    """GET /fees/K7QM2XWD93HF: what it is for, how it stands, and the ways to settle it."""
    return _page(request, await _fee(request))


class Redeem(BaseModel):
    voucher: str = Field(max_length=60)


async def redeem(request: Request) -> Response:
    """POST /fees/K7QM2XWD93HF/vouchers: pay by voucher. Guesses are counted (A59)."""
    person, fee = signed_in(request), await _fee(request)
    typed = ""
    try:
        typed = (await pages.form(request, Redeem)).voucher
        await limits.spend("voucher", str(person.id))
        await actions.redeem(person, fee, numbers.hashed(numbers.plain(typed)))
    except Invalid as wrong:
        return _page(request, fee, 422, errors=wrong.fields, typed={"voucher": typed} | wrong.typed)
    except Conflict as wrong:
        return _page(request, await _fee(request), 409, problem=str(wrong))
    return pages.redirect(request, f"/fees/{fee.number}?done=paid")


async def show_request(request: Request) -> Response:
    """GET /fees/K7QM2XWD93HF/request: a page to print, which asks one's district to promise it while it is due."""
    fee = await _fee(request)
    if fee.state != rules.State.DUE:
        return pages.redirect(request, f"/fees/{fee.number}")
    return pages.page(request, "fees/request.html", fee=fee, nav="learning")


async def show_receipt(request: Request) -> Response:
    """GET /fees/K7QM2XWD93HF/receipt: what was paid, for whom, for what, how and when; for its person only."""
    fee = await _fee(request, "paid")
    if not rules.has_receipt(fee):
        raise NotFound
    zone = ZoneInfo(signed_in(request).time_zone)
    days = [at and at.astimezone(zone).date() for at in (fee.settled_at, fee.refunded_at)]
    return pages.page(request, "fees/receipt.html", fee=fee, paid_on=days[0], returned_on=days[1], nav="learning")


async def begin_payment(request: Request) -> Response:
    """POST /fees/K7QM2XWD93HF/payments: the link to the payment provider, if one is configured.

    A link and no redirect: no form of ours leads to another site (form-action in doors.py).
    """
    fee, through = await _fee(request), provider.provider()
    if through is None or not rules.can_move(fee, "confirm"):
        raise NotFound
    back = f"{settings().base_url}/fees/{fee.number}/payments"
    leads = await through.begin(fee.amount_cents, fee.currency, fee.number, back)
    return pages.page(request, "fees/payment.html", fee=fee, leads=leads, nav="learning")


async def end_payment(request: Request) -> Response:
    """GET /fees/K7QM2XWD93HF/payments: back from the payment provider, who is asked whether it was paid."""
    person, fee, through = signed_in(request), await _fee(request), provider.provider()
    if through is None:
        raise NotFound
    if rules.can_move(fee, "confirm") and await through.confirmed(fee.amount_cents, fee.currency, fee.number):
        await actions.confirm(person, fee)
    return pages.redirect(request, f"/fees/{fee.number}")


async def _fee(request: Request, place: str = "fee") -> Fee:
    found = await queries.fee(signed_in(request), numbers.plain(request.path_params[place]))
    if found is None:
        raise NotFound
    return found


def _page(request: Request, fee: Fee, status: int = 200, problem: str = "", **around) -> Response:
    return pages.page(
        request,
        "fees/fee.html",
        status,
        fee=fee,
        problem=problem,
        done=request.query_params.get("done", ""),
        rules=rules,
        through=provider.provider() is not None,
        nav="learning",
        **around,
    )


def _to_fee(fee: Fee) -> str:
    return f"/fees/{fee.number}"


def _notice(says: str, called) -> Notice:
    return Notice(
        *(queries.payers_by_id, f"fees/{says}", queries.fees_by_id, _to_fee),
        called=called, mail=ByMail(thread=lambda fee: f"fee {fee.number}"), can_switch_off=False,
    )  # fmt: skip


routes = [
    Route("/fees", show_fees),
    Route("/fees/{fee}", show_fee),
    Route("/fees/{fee}/vouchers", redeem, methods=["POST"]),
    Route("/fees/{fee}/request", show_request),
    Route("/fees/{paid}/receipt", show_receipt),
    Route("/fees/{fee}/payments", end_payment, methods=["GET"]),
    Route("/fees/{fee}/payments", begin_payment, methods=["POST"]),
    *desks.routes,
    *vouchers.routes,
    *terms.routes,
]
live: dict = {}
topics: dict = {}
notices = {
    "fee.promised": _notice("promised", lambda: _("My district has promised my fee")),
    "fee.due": _notice("due", lambda: _("A district does not pay my fee after all")),
    "fee.paid": _notice("paid", lambda: _("My fee is paid")),
    "fee.waived": _notice("waived", lambda: _("My fee is waived")),
    "fee.refunded": _notice("refunded", lambda: _("My fee is returned")),
    "fee.wished": Notice(
        *(queries.keepers_by_id, "fees/wished", queries.wishes_by_id, lambda wish: f"{wish.desk}/fees/{wish.number}"),
        called=lambda: _("Somebody would like a fee back at my desk"), asks=True, mail=ByMail(),
    ),
}  # fmt: skip
keeps = {
    "fee": Keep(person="person_id", on_erase="unname"),  # the sum stays in its issuer's books
    "voucher": Keep(person="made_by", on_erase="unname"),
}
