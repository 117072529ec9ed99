"""The doors of the files: whoever reads the page may take its numbers along."""

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community.insights.desk import queries
from community.insights.desk.entering import organizes
from community.insights.desk.routes import asked
from community.insights.exporting import lines, wording
from community.insights.health.entering import led
from community.insights.health.showing import table
from community.pages import _
from community.sheets import download, sheet


async def desk_csv(request: Request) -> Response:
    """GET /affiliates/7/insights.csv?q=…&state=running: the list of cohorts as the page has it, all of it."""
    desk = await organizes(request)
    search, state, _after = asked(request)
    heads = (
        *(_("Number"), _("Cohort"), _("Affiliate"), _("Title"), _("State"), _("First day"), _("Last day")),
        *(_("People"), _("Have submitted"), _("Earned so far")),
    )
    pieces = lines.as_csv(desk, search, state, heads, _("fewer than five"))
    return download(pieces, _name(request, "cohorts"), "csv")


async def desk_json(request: Request) -> Response:
    """GET /affiliates/7/insights.json: the counters, the months and the list."""
    desk = await organizes(request)
    search, state, _after = asked(request)
    pieces = lines.as_json(desk, search, state, await queries.months(desk))
    return download(pieces, _name(request, "cohorts"), "json")


async def cohort_csv(request: Request) -> Response:
    """GET /cohorts/7/insights.csv: each number of the page, on a line of its own."""
    place = await led(request)
    heads = (_("Chart"), _("Line"), _("Column"), _("Number"))
    return sheet(_name(request, f"cohort-{place.cohort.id}"), heads, wording.said(await table(request, place)))


async def cohort_json(request: Request) -> Response:
    """GET /cohorts/7/insights.json: the same."""
    place = await led(request)
    rows = [dict(zip(("chart", "line", "column", "number"), row, strict=True)) for row in await table(request, place)]
    found = json.dumps({"cohort": place.cohort.name, "numbers": rows}, ensure_ascii=False) + "\n"
    return download(found, _name(request, f"cohort-{place.cohort.id}"), "json")


def _name(request: Request, what: str) -> str:
    return f"{what}-{request.state.now:%Y-%m-%d}"


DESK, COHORT = "/affiliates/{affiliate_id:int}/insights", "/cohorts/{cohort_id:int}/insights"
routes = [
    Route(DESK + ".csv", desk_csv, methods=["GET"]),
    Route(DESK + ".json", desk_json, methods=["GET"]),
    Route(COHORT + ".csv", cohort_csv, methods=["GET"]),
    Route(COHORT + ".json", cohort_json, methods=["GET"]),
]
