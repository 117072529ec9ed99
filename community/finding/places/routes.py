"""The doors of looking around: states, locals, the page of an affiliate. All of a search stands in the address."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cards, pages
from community.affiliates import queries as affiliates
from community.affiliates.queries import Affiliate
from community.cards import Card
from community.cohorts import queries as cohorts
from community.errors import NotFound
from community.finding.gathering import queries as gathering
from community.finding.gathering.rules import WANTED
from community.finding.places import queries, rules
from community.finding.places.rules import Offer
from community.meetings import queries as meetings
from community.pages import _

A_PAGE = 60  # locals
MOST_OFFERS = 60


async def show_find(request: Request) -> Response:
    """GET /find?q=cedar: all states, or what has these words; ?state=… leads to that state's page."""
    asked = request.query_params
    search = rules.search(asked.get("q", ""))
    if asked.get("state"):
        return pages.redirect(request, rules.search(search.q, await _state_slug(asked["state"])).address())
    person = request.state.person
    return await _page(request, search, own=await queries.own_affiliates(person) if person else [])


async def show_state(request: Request) -> Response:
    """GET /find/washington?q=cedar: the locals of a state, and the cohorts that take people there."""
    state = await affiliates.public_affiliate(request.path_params["state"])
    if state is None or state.kind != "state":
        raise NotFound
    search = rules.search(request.query_params.get("q", ""), state.slug)
    ids = await queries.public_ids_below(state.id)
    offers, next_page = await _offers(request, ids)
    locals_, after = [], ""
    if not search.q:
        found = await affiliates.public_locals(state.slug, request.query_params.get("after", "")[:120], A_PAGE + 1)
        after = found[A_PAGE - 1].slug if len(found) > A_PAGE else ""
        locals_ = await queries.public_with_cohorts(found[:A_PAGE])
    return await _page(
        request, search, state=state, offers=offers, next_page=next_page, locals=locals_, after=after
    )


async def show_affiliate(request: Request) -> Response:
    """GET /affiliates/cedar-valley: its cohorts and its locals', and what is open to it of those above."""
    affiliate = await affiliates.public_affiliate(request.path_params["affiliate"])
    if affiliate is None:
        raise NotFound
    return await affiliate_page(request, affiliate)


async def show_card(request: Request) -> Response:
    """GET /affiliates/cedar-valley/card.png: its picture for other sites."""
    affiliate = await affiliates.public_affiliate(request.path_params["affiliate"])
    if affiliate is None:
        raise NotFound
    return await cards.answer(request, _card(affiliate))


def _card(affiliate: Affiliate) -> Card:
    words = _("Cohorts around micro-credentials that take people now.")
    return cards.card(f"/affiliates/{affiliate.slug}", _("Affiliate"), affiliate.name, words)


async def affiliate_page(request: Request, affiliate: Affiliate, status: int = 200, **context: Any) -> Response:
    """The page of an affiliate, also when a form on it was refused."""
    path = await affiliates.public_path(affiliate)
    above = [one.id for one in path if one.id != affiliate.id]
    ids = await queries.public_ids_below(affiliate.id)
    offers, next_page = await _offers(request, ids)
    from_above, _more = await _offers(request, above, 0)
    return pages.page(
        request,
        "finding/affiliate.html",
        status,
        nav="find",
        affiliate=affiliate,
        card=_card(affiliate),
        path=path,
        offers=offers,
        from_above=from_above,
        next_page=next_page,
        done=request.query_params.get("done", ""),
        wish=request.query_params.get("code", "")[:12],
        gatherings=await gathering.public_gatherings(affiliate.id),
        choices=await gathering.public_choices() if affiliate.kind == "local" else [],
        wanted=WANTED,
        **{"sent": "gather"} | context,
    )


async def _page(request: Request, search: rules.Search, **context: Any) -> Response:
    around: dict[str, Any] = {"state": None, "offers": [], "next_page": 0, "locals": [], "after": "", "own": []}
    return pages.page(
        request,
        "finding/find.html",
        nav="find",
        search=search,
        states=await affiliates.public_state_affiliates(),
        found=await queries.public_found(search) if search.q else [],
        most=queries.MOST_FOUND,
        **around | context,
    )


async def _offers(request: Request, ids: list[int], after: int | None = None) -> tuple[list[Offer], int]:
    """The cohorts of these affiliates that take people, and the last one's number if there are more."""
    if not ids:
        return [], 0
    if after is None:
        after = pages.row(request, "from") or 0
    found = await cohorts.public_open_cohorts(ids, after, MOST_OFFERS + 1)
    shown = found[:MOST_OFFERS]
    next_meetings = await meetings.public_next_meetings([one.id for one in shown])
    now, reader = request.state.now, pages.language_of(request)
    offers = [rules.offer(one, next_meetings.get(one.id), now, reader) for one in shown]
    return offers, shown[-1].id if len(found) > MOST_OFFERS else 0


async def _state_slug(typed: str) -> str:
    found: Affiliate | None = await affiliates.public_affiliate(typed[:120])
    return found.slug if found and found.kind == "state" else ""


routes = [
    Route("/find", show_find, methods=["GET"]),
    Route("/find/{state}", show_state, methods=["GET"]),
    Route("/affiliates/{affiliate}", show_affiliate, methods=["GET"]),
    Route("/affiliates/{affiliate}/card.png", show_card, methods=["GET"]),
]
