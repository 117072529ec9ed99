"""The page for an executive board, and what a cohort cost."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates import queries as affiliates
from community.cohorts import queries as cohorts
from community.errors import Invalid, permit
from community.fees import rules as fees
from community.insights import rules as insights
from community.insights.desk import queries as desk_queries
from community.insights.desk import rules as desks
from community.insights.desk.entering import organizes
from community.insights.health.showing import health
from community.insights.year import actions, queries, rules
from community.limits import spend
from community.pages import _, signed_in


def _as_cents(typed: str) -> int:
    try:
        return fees.cents(typed)
    except ValueError:
        raise ValueError(_("Write an amount in dollars, for example 120 or 37.50.")) from None


class Cost(BaseModel):
    amount: Annotated[int, BeforeValidator(_as_cents)]
    spent_on: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


async def show_year(request: Request) -> Response:
    """GET /affiliates/7/insights/year?from=2026-07&to=2027-06: one page, to print."""
    desk = await organizes(request)
    given = request.query_params
    today = request.state.now.date()
    period, is_read = rules.period(given.get("from", ""), given.get("to", ""), today)
    badges, money = await queries.badges(desk, period), await queries.money(desk, period)
    is_whole = desks.awards_told(await desk_queries.months(desk), period.begins, period.ends)
    return pages.page(
        request,
        "insights/year.html",
        nav="desk",
        desk=desk,
        affiliate=await affiliates.affiliate(desk),
        period=period,
        is_read=is_read,
        gathered=await queries.gathered(desk, period),
        met=await queries.met(desk, period),
        badges=badges,
        money=money,
        is_whole=is_whole,
        cost_of_one=rules.cost_of_one(money.spent, badges.awards) if is_whole else None,
        sentences=await queries.sentences(desk, period),
        dollars=fees.dollars,
        rules=insights,
    )


async def note_cost(request: Request) -> Response:
    """POST /cohorts/7/cost: what the affiliate spent on it."""
    place = await cohorts.place(signed_in(request), request.path_params["cohort_id"])
    permit(place.desk is not None, _("What a cohort cost is noted by an organizer of its affiliate."))
    await spend("post", f"person {place.person_id}")
    try:
        noted = await pages.form(request, Cost)
    except Invalid as wrong:
        return await health(request, place, wrong)
    await actions.note_cost(place, noted.amount, noted.spent_on)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/insights?done=noted#cost")


routes = [
    Route("/affiliates/{affiliate_id:int}/insights/year", show_year, methods=["GET"]),
    Route("/cohorts/{cohort_id:int}/cost", note_cost, methods=["POST"]),
]
