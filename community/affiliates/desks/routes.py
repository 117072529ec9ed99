"""The doors of an affiliate's desk: what it is, what is below it, its members, and who holds a desk there."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.affiliates import demanding, queries, rules
from community.affiliates.desks import actions
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid, NotFound, permit
from community.pages import _
from community.people.accounts.rules import Address

PAGE = 50
MOST_TYPED = 80  # characters of a search
STATUSES = ("active", "pending", "ended")


class Offer(BaseModel):
    email: Address
    kind: Literal["organizer", "building_representative"]


async def show_desk(request: Request) -> Response:
    """GET /affiliates/7/desk?q=…&after=slug: the affiliate, and those below it."""
    desk = await office(request)
    affiliate = await queries.affiliate(desk)
    search, after = typed(request, "q"), typed(request, "after")
    below = await queries.affiliates(desk, after, PAGE + 2, search) if rules.runs(desk) else []
    below = [one for one in below if one.id != affiliate.id]
    return pages.page(
        request,
        "affiliates/desk.html",
        nav="desk",
        desk=desk,
        affiliate=affiliate,
        path=(await queries.public_path(affiliate))[:-1],
        counts=await queries.counted(desk),
        claims=await queries.count_claims(desk) if rules.runs(desk) else 0,
        below=below[:PAGE],
        search=search,
        next=below[PAGE - 1].slug if len(below) > PAGE else "",
        runs=rules.runs(desk),
    )


async def show_members(request: Request) -> Response:
    """GET /affiliates/7/members?q=…&status=…&after=key. A building representative reads names only."""
    desk = await office(request)
    search, status = typed(request, "q"), request.query_params.get("status", "")
    status = status if status in STATUSES else ""
    runs = rules.runs(desk)
    rows = await queries.listed(desk, search, status if runs else "active", typed(request, "after"), PAGE + 1)
    return pages.page(
        request,
        "affiliates/members.html",
        nav="desk",
        desk=desk,
        members=rows[:PAGE],
        search=search,
        only=status,
        done=request.query_params.get("done", ""),
        next=rows[PAGE - 1].key if len(rows) > PAGE else "",
        runs=runs,
    )


async def show_desks(request: Request) -> Response:
    return await _desks(request, await organizer(request))


async def offer(request: Request) -> Response:
    """The same answer for every address (A54)."""
    desk = await organizer(request)
    try:
        wanted = await pages.form(request, Offer)
    except Invalid as wrong:
        return await _desks(request, desk, 422, errors=wrong.fields, typed=wrong.typed)
    await limits.spend("post", str(desk.person_id))
    await limits.spend("mail", wanted.email)
    await actions.offer(desk, wanted.kind, wanted.email, pages.language_of(request))
    return _back(request, desk, "offered")


async def withdraw_offer(request: Request) -> Response:
    desk = await organizer(request)
    await actions.withdraw(desk, request.path_params["offer_id"])
    return _back(request, desk, "withdrawn")


async def end(request: Request) -> Response:
    desk = await organizer(request)
    held = await queries.held_at(desk, request.path_params["desk_id"])
    if held is None:
        raise NotFound
    permit(rules.may_end(desk, held), _("Your own desk is ended by another organizer, so that somebody always stays."))
    try:
        await actions.end(desk, held.id)
    except Conflict as late:
        return await _desks(request, desk, 409, errors={"": late.why})
    return _back(request, desk, "ended")


async def ask_factor(request: Request) -> Response:
    """POST /affiliates/7/factor-demand: of all who hold a desk here (A57)."""
    desk = await organizer(request)
    permit(rules.may_ask_factor(desk), _("This is decided at the affiliate itself, by an organizer of it."))
    await demanding.ask_factor(request, desk)
    return _back(request, desk, "demanded")


async def office(request: Request) -> Desk:
    """The desk of who asks: an organizer's at or above this affiliate, or a building representative's here (R11)."""
    return await queries.office(pages.signed_in(request), request.path_params["affiliate_id"])


async def organizer(request: Request) -> Desk:
    """The same, for what only an organizer does."""
    desk = await office(request)
    permit(rules.runs(desk), _("This is done by an organizer of the affiliate. Ask yours."))
    return desk


def typed(request: Request, name: str) -> str:
    """A search, or the key of where a list goes on."""
    return " ".join(request.query_params.get(name, "").split())[:MOST_TYPED]


async def _desks(request: Request, desk: Desk, status: int = 200, **context: Any) -> Response:
    around: dict[str, Any] = {
        "nav": "desk",
        "desk": desk,
        "holders": await queries.holders(desk),
        "offers": await queries.offers_at(desk, request.state.now),
        "asks_factor": await queries.asks_factor(desk),
        "may_ask_factor": rules.may_ask_factor(desk),
        "may_end": lambda held: rules.may_end(desk, held),
        "kinds": kinds(),
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "affiliates/desks.html", status, **around | context)


def kinds() -> list[tuple[str, str, str]]:
    """The desks of an affiliate: kind, name, what it opens."""
    return [
        ("organizer", _("Organizer"), _("Roster, claims, cohorts and desks, here and below.")),
        ("building_representative", _("Building representative"), _("Reads the names of this affiliate’s members.")),
    ]


def _back(request: Request, desk: Desk, done: str) -> Response:
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/desks?done={done}")


HERE = "/affiliates/{affiliate_id:int}"
routes = [
    Route(f"{HERE}/desk", show_desk, methods=["GET"]),
    Route(f"{HERE}/members", show_members, methods=["GET"]),
    Route(f"{HERE}/desks", show_desks, methods=["GET"]),
    Route(f"{HERE}/factor-demand", ask_factor, methods=["POST"]),
    Route(f"{HERE}/desk-offers", offer, methods=["POST"]),
    Route(f"{HERE}/desk-offers/{{offer_id:int}}/withdrawal", withdraw_offer, methods=["POST"]),
    Route(f"{HERE}/desks/{{desk_id:int}}/ending", end, methods=["POST"]),
]
