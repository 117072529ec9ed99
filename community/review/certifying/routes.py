"""The doors of the register: an issuer's approver keeps it, a reviewer sees what is theirs."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, numbers, pages
from community.awards import queries as awards
from community.errors import Conflict, Invalid
from community.pages import Keep, Notice, _
from community.people import queries as people
from community.people.accounts.rules import Address
from community.people.factors import asking
from community.review import desks
from community.review.calibrating import queries as calibrating
from community.review.certifying import actions, queries, rules
from community.review.certifying.rules import Ground
from community.review.desks import Desk
from community.review.drifting import queries as drifting
from community.review.paging import A_PAGE


class Asked(BaseModel):
    email: Address
    code: str
    ground: Ground
    why: str = Field(max_length=500)
    ends_on: date | None = None


class Ending(BaseModel):
    reason: str = Field(max_length=500)


async def show_register(request: Request) -> Response:
    """GET /issuers/SLUG/reviewers?code=EL-02&ended=yes&after=7"""
    return await _register(request, await _approver(request))


async def ask(request: Request) -> Response:
    """POST /issuers/SLUG/reviewers: the same answer for every address that is not in the register (A54)."""
    desk = await _approver(request)
    try:
        wanted = await pages.form(request, Asked)
        chosen = {one.code: one for one in await queries.offered(desk)}.get(wanted.code)
        wrong = {}
        if chosen is None:
            wrong["code"] = _("Choose one of the answers.")
        if wanted.ends_on and wanted.ends_on < request.state.now.date():
            wrong["ends_on"] = _("Give a day that is still to come, or none.")
        if wanted.ground is Ground.EARNER and chosen and not await _has_earned(wanted.email, chosen.id):
            wrong["ground"] = _("Nobody with this address holds it. Name them as an expert, if they are one.")
        if wrong or chosen is None:
            raise Invalid(wrong, await pages.typed_form(request))
        await limits.spend("post", str(desk.person_id))
        await limits.spend("mail", wanted.email)
        await actions.ask(
            desk, chosen, wanted.email, wanted.ground, wanted.why, wanted.ends_on, pages.language_of(request)
        )
    except Invalid as invalid:
        return await _register(request, desk, 422, errors=invalid.fields, typed=invalid.typed)
    except Conflict as late:
        return await _register(request, desk, 409, errors={"": late.why}, typed=await pages.typed_form(request))
    return pages.redirect(request, f"/issuers/{desk.slug}/reviewers?done=asked")


async def end(request: Request) -> Response:
    """POST /issuers/SLUG/reviewers/7/ending: with a reason that its holder reads."""
    desk = await _approver(request)
    try:
        said = await pages.form(request, Ending)
        await actions.end(desk, request.path_params["certification_id"], said.reason)
    except Invalid as invalid:
        which = request.path_params["certification_id"]
        return await _register(request, desk, 422, errors=invalid.fields, typed=invalid.typed, ending=which)
    except Conflict as late:
        return await _register(request, desk, 409, errors={"": late.why})
    return pages.redirect(request, f"/issuers/{desk.slug}/reviewers?done=ended")


async def ask_again(request: Request) -> Response:
    """POST /issuers/SLUG/reviewers/7/calibration: a kind word that it is time to read a set once more."""
    desk = await _approver(request)
    try:
        await actions.ask_again(desk, request.path_params["certification_id"])
    except Conflict as late:
        return await _register(request, desk, 409, errors={"": late.why})
    return pages.redirect(request, f"/issuers/{desk.slug}/reviewers?done=asked-again")


async def show_mine(request: Request) -> Response:
    """GET /reviewing: what I may read, until when; and what I am asked."""
    return await _mine(request)


async def take(request: Request) -> Response:
    """POST /reviewing/7/acceptance"""
    person = pages.signed_in(request)
    try:
        await actions.take(person, request.path_params["certification_id"])
    except Conflict as late:
        return await _mine(request, 409, problem=late.why)
    return pages.redirect(request, "/reviewing?done=taken")


async def refuse(request: Request) -> Response:
    """POST /reviewing/7/refusal"""
    await actions.refuse(pages.signed_in(request), request.path_params["certification_id"])
    return pages.redirect(request, "/reviewing?done=refused")


async def _approver(request: Request) -> Desk:
    desk = await desks.desk(pages.signed_in(request), request.path_params["issuer"], desks.APPROVER)
    asking.shown(request)
    return desk


async def _register(request: Request, desk: Desk, status: int = 200, **context: Any) -> Response:
    query = request.query_params
    code, ended = query.get("code", "")[:20], query.get("ended") == "yes"
    found = await queries.register(desk, code, ended, numbers.row(query.get("after", "")), A_PAGE + 1)
    around: dict[str, Any] = {
        "nav": "approvals",
        "desk": desk,
        "found": found[:A_PAGE],
        "drift": {} if ended else await drifting.drift(desk, found[:A_PAGE]),
        "percent": await calibrating.percent(desk),
        "next": found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        "offered": await queries.offered(desk),
        "code": code,
        "ended": ended,
        "ending": 0,
        "open": rules.OPEN,
        "done": query.get("done", ""),
    }
    return pages.page(request, "review/certifying/register.html", status, **around | context)


async def _mine(request: Request, status: int = 200, problem: str = "") -> Response:
    person = pages.signed_in(request)
    found = await queries.mine(person)
    return pages.page(
        request,
        "review/certifying/mine.html",
        status,
        nav="review" if await desks.desks(person, desks.REVIEWER) else "",
        found=found,
        drift=await drifting.own_drift(person, found),
        offers=await queries.offers(person),
        approves=await desks.desks(person, desks.APPROVER),
        problem=problem,
        done=request.query_params.get("done", ""),
    )


async def _has_earned(address: str, micro_credential_id: int) -> bool:
    person = await people.public_person(address)
    return person is not None and await awards.holds(person, micro_credential_id) is not None


HERE = "/issuers/{issuer}/reviewers"
routes = [
    Route(HERE, show_register, methods=["GET"]),
    Route(HERE, ask, methods=["POST"]),
    Route(HERE + "/{certification_id:int}/ending", end, methods=["POST"]),
    Route(HERE + "/{certification_id:int}/calibration", ask_again, methods=["POST"]),
    Route("/reviewing", show_mine, methods=["GET"]),
    Route("/reviewing/{certification_id:int}/acceptance", take, methods=["POST"]),
    Route("/reviewing/{certification_id:int}/refusal", refuse, methods=["POST"]),
]
notices = {
    "certification.begun": Notice(
        *(queries.holders_by_id, "review/certifying/begun", queries.certifications_by_id, lambda one: "/reviewing"),
        called=lambda: _("I may review a micro-credential"),
    ),
    "certification.ended": Notice(
        *(queries.holders_by_id, "review/certifying/ended", queries.certifications_by_id, lambda one: "/reviewing"),
        called=lambda: _("I no longer review a micro-credential"),
    ),
    "certification.asked_again": Notice(
        queries.holders_by_id,
        "review/certifying/asked_again",
        queries.certifications_by_id,
        lambda one: f"/reviewing/{one.id}/calibration",
        called=lambda: _("I am asked to calibrate again"), asks=True,
    ),
}
keeps = {"certification": Keep(person="person_id")}
