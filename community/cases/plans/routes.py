"""The doors of an issuer's plans."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cases import queries
from community.cases.plans import actions
from community.cases.rules import Kind, Plan
from community.errors import Invalid, NotFound
from community.people.factors import asking
from community.review import desks
from community.review.desks import Desk


class Planned(BaseModel):
    answer_days: int = Field(ge=0, le=90)
    second_days: int = Field(ge=0, le=90)
    vote_days: int = Field(ge=1, le=90)
    appeal_days: int = Field(ge=1, le=180)
    quorum: int = Field(ge=2, le=15)


async def show(request: Request) -> Response:
    """GET /issuers/SLUG/cases/plan: the steps of each kind, with their days."""
    return await _page(request, await _approver(request))


async def set_plan(request: Request) -> Response:
    """POST /issuers/SLUG/cases/plan/submission: for cases that are opened from now on."""
    desk = await _approver(request)
    try:
        kind = Kind(request.path_params["case_kind"])
    except ValueError as unknown:
        raise NotFound from unknown
    try:
        posted = await pages.form(request, Planned)
        await actions.set_plan(desk, kind, Plan(**posted.model_dump()))
    except Invalid as wrong:
        typed = wrong.typed or await pages.typed_form(request)
        return await _page(request, desk, 422, Invalid(wrong.fields, typed), kind)
    return pages.redirect(request, f"/issuers/{desk.slug}/cases/plan?done=saved")


async def _approver(request: Request) -> Desk:
    desk = await desks.desk(pages.signed_in(request), request.path_params["issuer"], desks.APPROVER)
    asking.shown(request)
    return desk


async def _page(
    request: Request, desk: Desk, status: int = 200, wrong: Invalid | None = None, at: Kind | None = None
) -> Response:
    return pages.page(
        request, "cases/plan.html", status, desk=desk, plans=await queries.plans(desk), at=at, nav="committee",
        errors=wrong.fields if wrong else {}, typed=wrong.typed if wrong else {},
        done=request.query_params.get("done", ""),
    )  # fmt: skip


HERE = "/issuers/{issuer}/cases/plan"
routes = [
    Route(HERE, show, methods=["GET"]),
    Route(HERE + "/{case_kind}", set_plan, methods=["POST"]),
]
