"""The doors of the administration: one page that leads to all, credit rules; and the slice's face."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.administration import queries
from community.administration.announcing import routes as announcing
from community.administration.entering import administrator
from community.administration.issuers import routes as issuers
from community.administration.retention import routes as retention
from community.pages import Keep

PAGE = 50


async def show(request: Request) -> Response:
    """GET /administration: each issuer with its settings, and the way to everything else."""
    desk = await administrator(request)
    return pages.page(request, "administration/administration.html", nav="desk", issuers=await queries.issuers(desk))


async def show_credit_rules(request: Request) -> Response:
    """GET /administration/credit-rules?after=2026-01-31-12: with source and date, the oldest look first (F118)."""
    desk = await administrator(request)
    found = await queries.credit_rules(desk, _after(request.query_params.get("after", "")), PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    going_on = f"{last.checked_on.isoformat()}-{last.id}" if last else ""
    return pages.page(request, "administration/credit_rules.html", nav="desk", found=found[:PAGE], next=going_on)


def _after(typed: str) -> tuple[date, int] | None:
    day, _, number = typed[:10], typed[10:11], typed[11:]
    try:
        return date.fromisoformat(day), int(number[:18])
    except ValueError:
        return None


routes = [
    Route("/administration", show, methods=["GET"]),
    Route("/administration/credit-rules", show_credit_rules, methods=["GET"]),
    *issuers.routes,
    *retention.routes,
    *announcing.routes,
]
keeps = {"retention": Keep(person="set_by", on_erase="unname")}
