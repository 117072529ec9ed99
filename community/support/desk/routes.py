"""The doors of the support desks: the queues, one ticket, and kept answers."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Door

from community import numbers, pages
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid
from community.people.profile.rules import Line
from community.support import rules
from community.support.desk import actions, queries
from community.support.rules import Route, State
from community.support.tickets import queries as tickets
from community.support.tickets.queries import Ticket
from community.support.tickets.routes import Written


class Answered(BaseModel):
    text: Written
    post_key: UUID
    last: Annotated[int, Field(ge=0, le=2**62)]


class Stood(BaseModel):
    state: State


class Kept(BaseModel):
    route: Route
    title: Annotated[Line, Field(max_length=rules.LONGEST_TITLE)]
    text: Written
    post_key: UUID


async def show_queue(request: Request) -> Response:
    """GET /support/desk?route=content_support&state=waiting&after=1764200000.5-12"""
    desk = await _desk(request)
    asked, state = request.query_params.get("route", ""), request.query_params.get("state", "")
    route = Route(asked) if asked in list(Route) else Route.TECHNICAL_ASSISTANCE
    standing = State(state) if state in list(State) else State.WAITING
    found = await queries.queue(desk, route, standing, _after(request.query_params.get("after", "")))
    last = found[rules.PAGE - 1] if len(found) > rules.PAGE else None
    return pages.page(
        request,
        "support/queue.html",
        tickets=found[: rules.PAGE],
        route=route,
        state=standing,
        routes=list(Route),
        states=list(State),
        counts=await queries.counts(desk),
        next=f"{last.changed_at.timestamp()!r}-{last.id}" if last else "",
    )


async def show_ticket(request: Request) -> Response:
    """GET /support/desk/7K2Q…?canned=3: what was asked, what it carries, and room for the answer."""
    desk = await _desk(request)
    return await _ticket(request, desk, await queries.ticket(desk, request.path_params["ticket"]))


async def answer(request: Request) -> Response:
    """POST /support/desk/7K2Q…/answers: by name, to who asked."""
    desk, ticket = await _there(request)
    try:
        said = await pages.form(request, Answered)
        await actions.answer(desk, ticket, said.text, said.post_key, said.last)
    except (Invalid, Conflict) as wrong:
        return await _ticket(request, desk, ticket, wrong)
    return pages.redirect(request, f"{ticket.desk_address}?done=answered")


async def pass_on(request: Request) -> Response:
    """POST /support/desk/7K2Q…/passing: it is for the other desk."""
    desk, ticket = await _there(request)
    await actions.pass_on(desk, ticket)
    return pages.redirect(request, f"{ticket.desk_address}?done=passed")


async def stand(request: Request) -> Response:
    """POST /support/desk/7K2Q…/standing: close it, or open it again."""
    desk, ticket = await _there(request)
    chosen = await pages.form(request, Stood)
    await actions.set_state(desk, ticket, chosen.state)
    return pages.redirect(request, ticket.desk_address)


async def show_canned(request: Request) -> Response:
    """GET /support/answers: what is kept to be given again."""
    return await _canned(request, await _desk(request))


async def keep(request: Request) -> Response:
    """POST /support/answers"""
    desk = await _desk(request)
    try:
        kept = await pages.form(request, Kept)
        await actions.keep(desk, kept.route, kept.title, kept.text, kept.post_key)
    except (Invalid, Conflict) as wrong:
        return await _canned(request, desk, wrong)
    return pages.redirect(request, "/support/answers?done=kept")


async def remove(request: Request) -> Response:
    """POST /support/answers/3/removal"""
    await actions.remove(await _desk(request), request.path_params["canned_id"])
    return pages.redirect(request, "/support/answers?done=removed")


async def _desk(request: Request) -> Desk:
    return await queries.desk(pages.signed_in(request))


async def _there(request: Request) -> tuple[Desk, Ticket]:
    desk = await _desk(request)
    return desk, await queries.ticket(desk, request.path_params["ticket"])


def _after(typed: str) -> tuple[datetime, int] | None:
    """The ticket after which a list goes on; anything else begins it."""
    at, _dash, last = typed.partition("-")
    number = numbers.row(last)
    try:
        return (datetime.fromtimestamp(float(at), UTC), number) if number is not None else None
    except (ValueError, OverflowError, OSError):
        return None


async def _ticket(
    request: Request, desk: Desk, ticket: Ticket, wrong: Invalid | Conflict | None = None
) -> Response:  # fmt: skip
    canned, chosen = await queries.canned(desk, ticket.desk), request.query_params.get("canned", "")
    status, fields = pages.problem(wrong)
    around: dict[str, Any] = {
        "ticket": ticket,
        "entries": await tickets.entries_by_id(ticket.id),
        "canned": canned,
        "begun": next((one.text for one in canned if str(one.id) == chosen), ""),
        "longest": rules.LONGEST,
        "done": request.query_params.get("done", ""),
    }
    typed = await pages.typed_form(request) if wrong else {}
    return pages.page(request, "support/desk_ticket.html", status, errors=fields, typed=typed, **around)


async def _canned(request: Request, desk: Desk, wrong: Invalid | Conflict | None = None) -> Response:
    status, fields = pages.problem(wrong)
    return pages.page(
        request,
        "support/canned.html",
        status,
        canned=await queries.canned(desk),
        routes=list(Route),
        longest=rules.LONGEST,
        done=request.query_params.get("done", ""),
        errors=fields,
        typed=await pages.typed_form(request) if wrong else {},
    )


ONE = "/support/desk/{ticket}"
routes = [
    Door("/support/desk", show_queue, methods=["GET"]),
    Door(ONE, show_ticket, methods=["GET"]),
    Door(f"{ONE}/answers", answer, methods=["POST"]),
    Door(f"{ONE}/passing", pass_on, methods=["POST"]),
    Door(f"{ONE}/standing", stand, methods=["POST"]),
    Door("/support/answers", show_canned, methods=["GET"]),
    Door("/support/answers", keep, methods=["POST"]),
    Door("/support/answers/{canned_id:int}/removal", remove, methods=["POST"]),
]
