"""The doors of who did what when, at each desk; and the slice's face."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.audit import queries, rules, wording
from community.audit.entering import HERE, base, office
from community.audit.looks import routes as looks
from community.audit.queries import Entry, Office, Wanted
from community.pages import _, signed_in
from community.sheets import download, sheet

MOST_TYPED = 80  # characters of a name that is looked for


async def show(request: Request) -> Response:
    """GET /affiliates/7/audit?who=…&what=seat.removed&since=…&until=…&before=12: the newest first."""
    desk = await office(request)
    asked = _asked(request, desk)
    found = await queries.entries(desk, _wanted(request, asked), rules.PAGE + 1)
    return pages.page(
        request,
        "audit/audit.html",
        nav="desk",
        desk=desk,
        base=base(request),
        asked=asked,
        entries=found[: rules.PAGE],
        next=found[rules.PAGE - 1].id if len(found) > rules.PAGE else None,
        kinds=sorted(((kind, wording.deed(kind)) for kind in rules.kinds(desk.kinds)), key=lambda one: one[1]),
        wording=wording,
        most=rules.MOST_LINES,
    )


async def download_table(request: Request) -> Response:
    """GET …/audit.csv, asked like the page: at most the newest 5,000."""
    heads = _("When"), _("Deed"), _("What happened"), _("Who"), _("Whom"), _("Where"), _("About"), _("Change")
    return sheet(f"audit-{clock.now():%Y-%m-%d}", heads, [_line(one) for one in await _all(request)])


async def download_data(request: Request) -> Response:
    """GET …/audit.json: the same, for programs."""
    names = "when", "deed", "said", "who", "whom", "where", "about", "change"
    found = [dict(zip(names, _line(one), strict=True)) for one in await _all(request)]
    return download(json.dumps(found, ensure_ascii=False), f"audit-{clock.now():%Y-%m-%d}", "json")


def _line(one: Entry) -> tuple[str, ...]:
    about = one.thing or str(one.about or "")
    change = " → ".join(wording.change(one.detail))
    return one.at.isoformat(), one.kind, wording.deed(one.kind), wording.who(one), one.whom, one.place, about, change


async def _all(request: Request) -> list[Entry]:
    desk = await office(request)
    return await queries.entries(desk, _wanted(request, _asked(request, desk)), rules.MOST_LINES)


def _asked(request: Request, desk: Office) -> dict[str, str]:
    """The filter as typed; what cannot be read, or is of no kind that this desk reads, is left out."""
    typed = {name: " ".join(request.query_params.get(name, "").split())[:MOST_TYPED] for name in ("who", "what")}
    days = {name: request.query_params.get(name, "") for name in ("since", "until")}
    what = typed["what"] if typed["what"] in rules.kinds(desk.kinds) else ""
    return {"who": typed["who"], "what": what} | {name: day if _day(day) else "" for name, day in days.items()}


def _wanted(request: Request, asked: Mapping[str, str]) -> Wanted:
    """Days are those of the reader's own zone, both counted in."""
    zone, before = ZoneInfo(signed_in(request).time_zone), request.query_params.get("before", "")
    since, until = _day(asked["since"]), _day(asked["until"])
    told: dict[str, Any] = {"who": asked["who"], "kind": asked["what"]}
    told |= {"since": datetime.combine(since, time(), zone) if since else None}
    told |= {"until": datetime.combine(until + timedelta(days=1), time(), zone) if until else None}
    return Wanted(**told, before=int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None)


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2999 else None


routes = [
    route
    for here in HERE
    for route in (
        Route(here + "/audit", show, methods=["GET"]),
        Route(here + "/audit.csv", download_table, methods=["GET"]),
        Route(here + "/audit.json", download_data, methods=["GET"]),
    )
] + looks.routes
