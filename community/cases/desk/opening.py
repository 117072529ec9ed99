"""The doors at which an issuer's approvers open a case."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import numbers, pages
from community.awards.rules import Reason
from community.cases import opening, queries, rules
from community.cases.queries import Case
from community.cases.rules import Kind
from community.errors import Conflict, Invalid, NotFound
from community.limits import spend
from community.once import once
from community.pages import _, signed_in
from community.people.factors import asking
from community.review import desks
from community.review.approving import queries as approving
from community.review.desks import Desk

REASONS = (Reason.NOT_OWN, Reason.IN_ERROR)


class Opened(BaseModel):
    post_key: UUID
    about: Literal["submission", "award"]
    number: Annotated[str, StringConstraints(strip_whitespace=True), Field(min_length=1, max_length=40)]
    description: Annotated[
        str, StringConstraints(strip_whitespace=True), Field(min_length=1, max_length=rules.MOST_DESCRIPTION)
    ]
    reason: Literal["not_own", "in_error"] = "not_own"
    holds: str = ""


async def show(request: Request) -> Response:
    """GET /issuers/SLUG/cases/new: about a submission or an award, by its number."""
    return await _page(request, await _approver(request))


async def open_case(request: Request) -> Response:
    """POST /issuers/SLUG/cases: whom it concerns is told at once, with the steps and their dates."""
    desk = await _approver(request)
    asking.shown_lately(request)
    try:
        posted = await pages.form(request, Opened)
        await spend("post", f"person {desk.person_id}")

        async def make() -> str:
            return (await _open(desk, posted)).number

        number = await once("case", desk.person_id, posted.post_key, make)
    except NotFound:
        wrong = {"number": _("There is no such number here that a case can be about.")}
        return await _page(request, desk, 422, Invalid(wrong, await pages.typed_form(request)))
    except Invalid as invalid:
        return await _page(request, desk, 422, invalid)
    except Conflict as late:
        return await _page(request, desk, 409, Invalid({"": late.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"/committee/{number}?done=opened")


async def _open(desk: Desk, posted: Opened) -> Case:
    number = numbers.plain(posted.number)
    if posted.about == "award":
        award = await opening.award_at(desk, number)
        return await opening.about_award(desk, award, Reason(posted.reason), posted.description, posted.holds == "yes")
    office = approving.Office(desk.person_id, (desk.issuer_id,))
    return await opening.about_submission(desk, await approving.attempt(office, number), posted.description)


async def _approver(request: Request) -> Desk:
    desk = await desks.desk(signed_in(request), request.path_params["issuer"], desks.APPROVER)
    asking.shown(request)
    return desk


async def _page(request: Request, desk: Desk, status: int = 200, wrong: Invalid | None = None) -> Response:
    asked = request.query_params
    return pages.page(
        request, "cases/new.html", status, desk=desk, nav="committee", reasons=REASONS, most=rules.MOST_DESCRIPTION,
        about="award" if asked.get("about") == "award" else "submission", number=asked.get("number", "")[:40],
        plans=await queries.plans(desk), kinds=(Kind.SUBMISSION, Kind.AWARD),
        errors=wrong.fields if wrong else {}, typed=wrong.typed if wrong else {},
    )  # fmt: skip


HERE = "/issuers/{issuer}/cases"
routes = [
    Route(HERE + "/new", show, methods=["GET"]),
    Route(HERE, open_case, methods=["POST"]),
]
