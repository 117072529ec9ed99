"""The organizer's page: her cohorts, two counters, and how they went month by month."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts.rules import State
from community.insights import rules as insights
from community.insights.desk import queries, rules
from community.insights.desk.entering import organizes
from community.insights.weekly import queries as weekly
from community.pages import _

PAGE = 25
MOST_TYPED = 80  # characters of a search


async def show_desk(request: Request) -> Response:
    """GET /affiliates/7/insights?q=…&state=running&after=12"""
    desk = await organizes(request)
    search, state, after = asked(request)
    months = await queries.months(desk)
    found = await queries.cohorts(desk, search, state, after, PAGE + 1)
    over = rules.last_months(request.state.now.date())
    return pages.page(
        request,
        "insights/desk.html",
        nav="desk",
        desk=desk,
        cohorts=found[:PAGE],
        next=found[PAGE - 1].id if len(found) > PAGE else 0,
        by_state=await queries.by_state(desk),
        states=list(State),
        search=search,
        state=state,
        supported=rules.counter(months, True),
        alone=rules.counter(months, False),
        over=over,
        trend=[
            rules.Row(_("First attempts with a cohort"), rules.by_month(months, over, "people", True)),
            rules.Row(_("First attempts alone"), rules.by_month(months, over, "people", False)),
            rules.Row(_("Awards with a cohort"), rules.by_month(months, over, "awards", True)),
            rules.Row(_("Awards alone"), rules.by_month(months, over, "awards", False)),
        ],
        everywhere=rules.EVERYWHERE,
        by_mail=await weekly.wants(desk),
        done=request.query_params.get("done", ""),
        rules=insights,
    )


def asked(request: Request) -> tuple[str, str, int]:
    """What is looked for: words, a state, and after which cohort; what makes no sense is left out."""
    given = request.query_params
    state, after = given.get("state", ""), given.get("after", "")
    search = given.get("q", "").replace("\x00", "").strip()[:MOST_TYPED]
    number = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else 0
    return search, state if state in list(State) else "", number


HERE = "/affiliates/{affiliate_id:int}/insights"
routes = [Route(HERE, show_desk, methods=["GET"])]
