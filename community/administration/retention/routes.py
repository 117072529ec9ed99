"""The doors to the times of keeping: what would go is shown before anything is set."""

from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, retaining
from community.administration.entering import administrator
from community.administration.retention import actions
from community.errors import Invalid, NotFound


class Days(BaseModel):
    days: int = Field(ge=1, le=3650)
    sure: str = ""


async def show(request: Request) -> Response:
    """GET /administration/retention: how long each is kept, and how many would go at the next run."""
    await administrator(request)
    return await _page(request)


async def set_days(request: Request) -> Response:
    """POST /administration/retention/invitations: first what would go is said; with `sure` it is set."""
    desk = await administrator(request)
    name = request.path_params["kept"]
    if name not in retaining.RETAINS:
        raise NotFound
    try:
        typed = await pages.form(request, Days)
        if typed.sure:
            await actions.set_days(desk, name, typed.days)
        else:
            actions.check(name, typed.days)
    except Invalid as wrong:
        return await _page(request, 422, errors=wrong.fields, typed=wrong.typed, at=name)
    if typed.sure:
        return pages.redirect(request, f"/administration/retention?done={name}")
    would = await retaining.count(name, typed.days)
    return await _page(request, at=name, days=typed.days, would=would)


async def _page(request: Request, status: int = 200, **around: Any) -> Response:
    rows = []
    for name, kept in sorted(retaining.RETAINS.items(), key=lambda one: one[1].called()):
        days = await retaining.days_of(name)
        rows.append((name, kept, days, await retaining.count(name, days)))
    shown: dict[str, Any] = {"at": "", "days": 0, "would": None, "done": request.query_params.get("done", "")}
    return pages.page(request, "administration/retention.html", status, nav="desk", rows=rows, **shown | around)


routes = [
    Route("/administration/retention", show, methods=["GET"]),
    Route("/administration/retention/{kept}", set_days, methods=["POST"]),
]
