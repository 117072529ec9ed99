"""The doors of membership: one's own, "I am a member", and the desk's answers."""

from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages
from community.affiliates import queries
from community.affiliates.desks import actions as desks
from community.affiliates.desks.routes import HERE, PAGE, kinds, organizer, typed
from community.affiliates.memberships import actions
from community.affiliates.queries import Affiliate, Claim, Desk
from community.errors import Conflict, Invalid, NotFound
from community.pages import _
from community.people.profile.rules import Line, LineOrNothing

MOST_FOUND = 30  # locals in a list to choose from


class NewClaim(BaseModel):
    affiliate: str = Field(max_length=120)
    number: LineOrNothing = Field(default="", max_length=40)
    family_name: Line = Field(max_length=80)
    said: LineOrNothing = Field(default="", max_length=500)
    way: Literal["number", "ask"]
    post_key: UUID


class Answer(BaseModel):
    answer: Literal["yes", "no"]
    number: LineOrNothing = Field(default="", max_length=40)
    reason: LineOrNothing = Field(default="", max_length=500)


# --- one's own ---


async def show(request: Request) -> Response:
    """GET /membership"""
    person = pages.signed_in(request)
    today = request.state.now.astimezone(ZoneInfo(person.time_zone)).date()
    held = await queries.desks(person)
    return pages.page(
        request,
        "affiliates/membership.html",
        nav="membership",
        memberships=await queries.memberships(person),
        standing=await queries.standing(person, today),
        today=today,
        claims=await queries.claims(person),
        offers=await queries.offers(person, request.state.now),
        desks=[desk for desk in held if desk.affiliate_id],
        administrates=any(desk.kind == "administrator" for desk in held),
        kind_names={kind: name for kind, name, _what in kinds()},
        done=request.query_params.get("done", ""),
    )


async def show_new(request: Request) -> Response:
    """GET /membership/claims/new?state=slug&q=…&affiliate=slug: first which affiliate, then number and name."""
    pages.signed_in(request)
    return await _new(request, request.query_params.get("affiliate", "")[:120])


async def claim(request: Request) -> Response:
    person = pages.signed_in(request)
    try:
        wanted = await pages.form(request, NewClaim)
        affiliate = await queries.public_affiliate(wanted.affiliate)
        if affiliate is None:
            raise NotFound
        await limits.spend("claim", str(person.id))

        async def made() -> str:
            if wanted.way == "number":
                if not wanted.number:
                    raise Invalid({"number": _("Fill this in.")})
                await actions.claim(person, affiliate, wanted.number, wanted.family_name)
                return "linked"
            await actions.ask(person, affiliate, wanted.number, wanted.family_name, wanted.said)
            return "asked"

        done = await once.once("membership", person.id, wanted.post_key, made)
    except (Invalid, Conflict) as wrong:
        status, fields = pages.problem(wrong)
        form = await pages.typed_form(request)
        return await _new(request, form.get("affiliate", "")[:120], status, errors=fields, typed=form)
    return pages.redirect(request, f"/membership?done={done}")


async def withdraw(request: Request) -> Response:
    await actions.withdraw(pages.signed_in(request), request.path_params["claim_id"])
    return pages.redirect(request, "/membership?done=withdrawn")


async def take_desk(request: Request) -> Response:
    taken = await desks.take(pages.signed_in(request), request.path_params["offer_id"])
    return pages.redirect(request, f"/affiliates/{taken.affiliate_id}/desk")


async def decline_desk(request: Request) -> Response:
    await desks.decline(pages.signed_in(request), request.path_params["offer_id"])
    return pages.redirect(request, "/membership?done=declined")


async def _new(request: Request, slug: str, status: int = 200, **context: Any) -> Response:
    chosen = await queries.public_affiliate(slug) if slug else None
    states = await queries.public_state_affiliates()
    state = request.query_params.get("state", "")[:120]
    search = typed(request, "q")
    known = any(one.slug == state for one in states)
    found: list[Affiliate] = await queries.public_locals(state, most=MOST_FOUND + 1, search=search) if known else []
    around: dict[str, Any] = {
        "nav": "membership",
        "chosen": chosen,
        "path": (await queries.public_path(chosen))[:-1] if chosen else [],
        "states": [(one.slug, one.name) for one in states],
        "state": next((one for one in states if one.slug == state), None),
        "search": search,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "last_name": pages.signed_in(request).name.split()[-1],
    }
    return pages.page(request, "affiliates/claim.html", status, **around | context)


# --- at the desk ---


async def show_claims(request: Request) -> Response:
    """GET /affiliates/7/claims?after=12"""
    return await _claims(request, await organizer(request))


async def answer(request: Request) -> Response:
    """POST /affiliates/7/claims/12/answers"""
    desk = await organizer(request)
    found = await queries.claim_at(desk, request.path_params["claim_id"])
    if found is None:
        raise NotFound
    try:
        said = await pages.form(request, Answer)
        if said.answer == "no" and not said.reason:
            raise Invalid({"reason": _("Say why; they read it.")})
        if said.answer == "yes":
            await actions.confirm(desk, found, said.number)
        else:
            await actions.refuse(desk, found, said.reason)
    except (Invalid, Conflict) as wrong:
        status, fields = pages.problem(wrong)
        form = await pages.typed_form(request)
        return await _claims(request, desk, status, errors=fields, typed=form, wrong=found.id)
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/claims?done={said.answer}")


async def release(request: Request) -> Response:
    """POST /affiliates/7/members/12/unlinking: this line is not this person's."""
    desk = await organizer(request)
    await actions.release(desk, request.path_params["row_id"])
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/members?done=unlinked")


async def _claims(request: Request, desk: Desk, status: int = 200, **context: Any) -> Response:
    waiting = await queries.waiting_claims(desk, pages.row(request, "after") or 0, PAGE + 1)
    around: dict[str, Any] = {
        "nav": "desk",
        "desk": desk,
        "claims": waiting[:PAGE],
        "lines": await _lines(desk, waiting[:PAGE]),
        "next": waiting[PAGE - 1].id if len(waiting) > PAGE else None,
        "wrong": None,
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "affiliates/claims.html", status, **around | context)


async def _lines(desk: Desk, claims: list[Claim]) -> dict[str, queries.Row]:
    """{number: the line of the roster that has it}."""
    return {row.number: row for row in await queries.rows_for(desk, [one.number for one in claims if one.number])}


routes = [
    Route("/membership", show, methods=["GET"]),
    Route("/membership/claims/new", show_new, methods=["GET"]),
    Route("/membership/claims", claim, methods=["POST"]),
    Route("/membership/claims/{claim_id:int}/withdrawal", withdraw, methods=["POST"]),
    Route("/membership/desk-offers/{offer_id:int}/acceptance", take_desk, methods=["POST"]),
    Route("/membership/desk-offers/{offer_id:int}/refusal", decline_desk, methods=["POST"]),
    Route(f"{HERE}/claims", show_claims, methods=["GET"]),
    Route(f"{HERE}/claims/{{claim_id:int}}/answers", answer, methods=["POST"]),
    Route(f"{HERE}/members/{{row_id:int}}/unlinking", release, methods=["POST"]),
]
