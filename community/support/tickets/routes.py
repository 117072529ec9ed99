"""The doors of who asks: the form that each page's foot leads to, one's tickets, and a visitor's mailed link."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Door

from community import limits, pages
from community.errors import Conflict, Invalid
from community.finding.asking.rules import written
from community.finding.visitors import Visitor
from community.people import answers
from community.people.profile.rules import filled
from community.support import rules
from community.support.desk import queries as desks
from community.support.rules import Route
from community.support.tickets import actions, queries
from community.support.tickets.queries import Ticket

Written = Annotated[str, BeforeValidator(written), AfterValidator(filled), Field(max_length=rules.LONGEST)]


class Asked(BaseModel):
    route: Route
    text: Written
    post_key: UUID
    page: Annotated[str, Field(max_length=1000)] = ""
    request: Annotated[str, Field(max_length=100)] = ""


class VisitorAsked(Asked, Visitor):
    pass


class Said(BaseModel):
    text: Written
    post_key: UUID


async def show_form(request: Request) -> Response:
    """GET /support?page=/cohorts/7&number=1f…&route=content_support: ask, and what one has asked."""
    return await _form(request)


async def ask(request: Request) -> Response:
    """POST /support/tickets: signed in it goes at once, else when the link in the mail is pressed."""
    person = request.state.person
    try:
        asked = await pages.form(request, Asked if person else VisitorAsked)
        number = rules.request_of(asked.request)
        if person:
            await limits.spend("question", str(person.id))
            what = await actions.carried(person, asked.page)
            made = await actions.add(person, asked.route, asked.text, asked.post_key, what, number)
            return pages.redirect(request, f"/support/tickets/{made}?done=sent")
    except (Invalid, Conflict) as wrong:
        return await _form(request, wrong)
    assert isinstance(asked, VisitorAsked)
    await answers.count_mail(request, asked.email)
    await actions.ask(
        asked.name, asked.email, pages.language_of(request), asked.route, asked.text, asked.post_key,
        rules.carried_page(asked.page), number,
    )  # fmt: skip
    return pages.redirect(request, "/support?done=confirm")


async def show_ticket(request: Request) -> Response:
    """GET /support/tickets/7K2Q…: what was said, and room to write on."""
    return await _ticket(request, await _own(request))


async def say(request: Request) -> Response:
    """POST /support/tickets/7K2Q…/entries"""
    ticket = await _own(request)
    await limits.spend("question", str(ticket.person_id))
    try:
        said = await pages.form(request, Said)
    except Invalid as wrong:
        return await _ticket(request, ticket, wrong)
    await actions.say(ticket, pages.signed_in(request), said.text, said.post_key)
    return pages.redirect(request, f"{ticket.own_address}?done=said")


async def close(request: Request) -> Response:
    """POST /support/tickets/7K2Q…/closing: that helped."""
    ticket = await _own(request)
    await actions.close(ticket, pages.signed_in(request))
    return pages.redirect(request, f"{ticket.own_address}?done=closed")


async def show_link(request: Request) -> Response:
    """GET /support/link/…: a visitor's ticket. A program that opens links in mails changes nothing."""
    return await _ticket(request, await _linked(request))


async def confirm(request: Request) -> Response:
    """POST /support/link/…: yes, it was me."""
    await actions.confirm(await _linked(request))
    return pages.redirect(request, request.url.path)


async def say_by_link(request: Request) -> Response:
    """POST /support/link/…/entries"""
    ticket = await _linked(request)
    await limits.spend("question", f"ticket {ticket.id}")
    try:
        said = await pages.form(request, Said)
        await actions.say(ticket, None, said.text, said.post_key)
    except (Invalid, Conflict) as wrong:
        return await _ticket(request, ticket, wrong)
    return pages.redirect(request, _here(request) + "?done=said")


async def close_by_link(request: Request) -> Response:
    """POST /support/link/…/closing"""
    await actions.close(await _linked(request))
    return pages.redirect(request, _here(request) + "?done=closed")


async def withdraw(request: Request) -> Response:
    """POST /support/link/…/withdrawal: nothing of it stays."""
    await actions.withdraw(await _linked(request))
    return pages.redirect(request, "/support?done=erased")


async def _own(request: Request) -> Ticket:
    return await queries.ticket(pages.signed_in(request), request.path_params["ticket"])


async def _linked(request: Request) -> Ticket:
    return await actions.of_link(request.path_params["ticket_link"])


def _here(request: Request) -> str:
    """The address of the ticket, when it is known by a link."""
    return f"/support/link/{request.path_params['ticket_link']}"


async def _form(request: Request, wrong: Invalid | Conflict | None = None) -> Response:
    person = request.state.person
    typed = await pages.typed_form(request) if wrong else {}
    address = typed.get("page", request.query_params.get("page", ""))
    number = rules.request_of(typed.get("request", request.query_params.get("number", "")))
    around: dict[str, Any] = {
        "what": await actions.carried(person, address[:1000]),
        "address": address[:1000],
        "number": number,
        "route": request.query_params.get("route", ""),
        "tickets": await queries.tickets(person) if person else [],
        "has_desk": bool(person) and await desks.holds_one(person),
        "longest": rules.LONGEST,
        "done": request.query_params.get("done", ""),
    }
    status, fields = pages.problem(wrong)
    return pages.page(request, "support/ask.html", status, errors=fields, typed=typed, **around)


async def _ticket(request: Request, ticket: Ticket, wrong: Invalid | Conflict | None = None) -> Response:
    status, fields = pages.problem(wrong)
    return pages.page(
        request,
        "support/ticket.html",
        status,
        ticket=ticket,
        entries=await queries.entries_by_id(ticket.id),
        here=ticket.own_address if ticket.person_id else _here(request),
        longest=rules.LONGEST,
        done=request.query_params.get("done", ""),
        errors=fields,
        typed=await pages.typed_form(request) if wrong else {},
    )


OWN, LINKED = "/support/tickets/{ticket}", "/support/link/{ticket_link}"
routes = [
    Door("/support", show_form, methods=["GET"]),
    Door("/support/tickets", ask, methods=["POST"]),
    Door(OWN, show_ticket, methods=["GET"]),
    Door(f"{OWN}/entries", say, methods=["POST"]),
    Door(f"{OWN}/closing", close, methods=["POST"]),
    Door(LINKED, show_link, methods=["GET"]),
    Door(LINKED, confirm, methods=["POST"]),
    Door(f"{LINKED}/entries", say_by_link, methods=["POST"]),
    Door(f"{LINKED}/closing", close_by_link, methods=["POST"]),
    Door(f"{LINKED}/withdrawal", withdraw, methods=["POST"]),
]
