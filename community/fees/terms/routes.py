"""The issuer's desk sets its terms: they count for each Start from then on, on any of its micro-credentials."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates import actions as affiliates
from community.affiliates import demanding
from community.affiliates import queries as issuers
from community.affiliates.queries import Issuer, Terms
from community.errors import Conflict, Invalid, NotFound
from community.fees import rules
from community.fees.desks.entering import base, desk_of, owner
from community.pages import _

LONGEST_WINDOW, LONGEST_FREE = 60, 120  # months
LONGEST_REWORK = 60  # days


def _as_cents(typed: str) -> int:
    try:
        return rules.cents(typed)
    except ValueError:
        raise ValueError(_("Write an amount in dollars, for example 75 or 37.50.")) from None


class Wanted(BaseModel):
    """`seen` is what stood on the page."""

    fee: Annotated[int, BeforeValidator(_as_cents)]
    free_again_months: int = Field(ge=0, le=LONGEST_FREE)
    window_months: int | None = Field(None, ge=1, le=LONGEST_WINDOW)
    rework_days: int = Field(ge=0, le=LONGEST_REWORK)
    seen: str = Field(pattern=r"^[0-9]{1,8} [0-9]{1,3} [0-9]{1,3} [0-9]{1,2}$")

    @property
    def was(self) -> Terms:
        fee_cents, free_again_months, window_months, rework_days = map(int, self.seen.split())
        return Terms(fee_cents, free_again_months, window_months or None, rework_days)

    @property
    def became(self) -> Terms:
        return Terms(self.fee, self.free_again_months, self.window_months, self.rework_days)


async def show_terms(request: Request) -> Response:
    """GET /issuers/SLUG/terms"""
    await desk_of(request)
    return await _page(request)


async def set_terms(request: Request) -> Response:
    """POST /issuers/SLUG/terms: what was asked for or has begun stays as it is."""
    desk, issuer = await desk_of(request), await _issuer(request)
    try:
        said = await pages.form(request, Wanted)
        await affiliates.set_terms(issuer, said.was, said.became, by=desk.person_id)
    except Invalid as wrong:
        return await _page(request, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as late:
        typed = await pages.typed_form(request)
        return await _page(request, 409, errors={"": late.why}, typed=typed)
    return pages.redirect(request, f"{base(request)}/terms?done=set")


async def ask_factor(request: Request) -> Response:
    """POST /issuers/SLUG/factor-demand: of all who hold a desk with it (A57)."""
    await demanding.ask_factor(request, await desk_of(request))
    return pages.redirect(request, f"{base(request)}/terms?done=demanded")


async def _issuer(request: Request) -> Issuer:
    found = await issuers.public_issuer(request.path_params["issuer"])
    if found is None:
        raise NotFound
    return found


async def _page(request: Request, status: int = 200, **around: Any) -> Response:
    issuer = await _issuer(request)
    return pages.page(
        request,
        "fees/terms.html",
        status,
        nav="desk",
        base=base(request),
        asks_factor=await issuers.asks_factor(await desk_of(request)),
        owner=owner(await desk_of(request)),
        issuer=issuer,
        fee=rules.dollars(issuer.fee_cents).removeprefix("$"),
        seen=f"{issuer.fee_cents} {issuer.free_again_months} {issuer.window_months or 0} {issuer.rework_days}",
        longest_window=LONGEST_WINDOW,
        longest_free=LONGEST_FREE,
        longest_rework=LONGEST_REWORK,
        done=request.query_params.get("done", ""),
        **around,
    )


routes = [
    Route("/issuers/{issuer}/terms", show_terms, methods=["GET"]),
    Route("/issuers/{issuer}/terms", set_terms, methods=["POST"]),
    Route("/issuers/{issuer}/factor-demand", ask_factor, methods=["POST"]),
]
