"""The doors of the second factor: setting it up, being asked for it, recovery codes, turning it off."""

from typing import Any

from markupsafe import Markup
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, squares
from community.config import settings
from community.errors import Conflict, Invalid, NotFound, permit
from community.pages import _
from community.people import answers, mailbox
from community.people import queries as people
from community.people.accounts.rules import Address
from community.people.factors import actions, asking, queries, rules
from community.people.queries import Person
from community.people.sessions import actions as sessions
from community.people.sessions.rules import own_path

AGAIN = "/sign-in?again=factor"  # the ticket is over


class Password(BaseModel):
    password: str
    next: str = "/"


class Code(BaseModel):
    code: str
    next: str = "/"


class Reset(BaseModel):
    email: Address
    reason: str
    code: str = ""


async def show(request: Request) -> Response:
    """GET /profile/factor?next=/…: whether it is set, what can be done."""
    return await _profile(request)


async def begin(request: Request) -> Response:
    """POST /profile/factor: for who knows the password, not for whoever found an open laptop (A64)."""
    person = pages.signed_in(request)

    async def handle() -> Response:
        typed = await pages.form(request, Password)
        await answers.count_attempt(request, person.email)
        if not await sessions.knows_password(person, typed.password):
            await answers.refuse(request, "password", _("This is not your password."))
        try:
            await actions.begin(person)
        except Conflict:
            return pages.redirect(request, "/profile/factor")
        return pages.redirect(request, f"/profile/factor/app{_next(typed.next)}")

    return await answers.answer(request, "people/factors/profile.html", handle, **await _around(request))


async def show_app(request: Request) -> Response:
    """GET /profile/factor/app: the secret, as a picture and to type, until its code has confirmed it."""
    return await _app(request, pages.signed_in(request), request.query_params.get("next", "/"))


async def confirm(request: Request) -> Response:
    """POST /profile/factor/app: the recovery codes are in this answer, and nowhere else again."""
    person = pages.signed_in(request)
    wanted = own_path((await pages.typed_form(request)).get("next", "/"))
    problem: dict[str, str] = {}
    codes: list[str] | None = None
    try:
        typed = await pages.form(request, Code)
        codes = await actions.confirm(person, request.state.session, typed.code)
        if codes is None:
            problem = {"code": _("This is not the code of this moment. Wait for the next one and type it.")}
    except Invalid as wrong:
        problem = wrong.fields
    except Conflict:
        return pages.redirect(request, "/profile/factor")
    if codes is None:
        return await _app(request, person, wanted, 422, errors=problem)
    return pages.page(request, "people/factors/codes.html", codes=codes, next=wanted, first=True)


async def make_codes(request: Request) -> Response:
    """POST /profile/factor/recovery-codes: new ones, shown once; the former open nothing any more."""
    person = pages.signed_in(request)
    if not await queries.has_factor(person):
        return pages.redirect(request, "/profile/factor")
    asking.shown_lately(request)
    codes = await actions.new_codes(person)
    return pages.page(request, "people/factors/codes.html", codes=codes, next="/profile/factor", first=False)


async def remove(request: Request) -> Response:
    """POST /profile/factor/removal"""
    person = pages.signed_in(request)
    if not await queries.has_factor(person):
        return pages.redirect(request, "/profile/factor")
    asking.shown_lately(request)
    await actions.remove(person)
    return pages.redirect(request, "/profile/factor?done=removed")


async def ask(request: Request) -> Response:
    """GET /factor?next=/…: of who is signed in already; who has none is led to where it is set up."""
    person = pages.signed_in(request)
    wanted = own_path(request.query_params.get("next", "/"))
    if not await queries.has_factor(person):
        return pages.redirect(request, f"/profile/factor{_next(wanted)}")
    return pages.page(request, "people/factors/ask.html", next=wanted, ticket="", action="/factor", help="")


async def answer(request: Request) -> Response:
    """POST /factor: a new sign-in in place of the former one (A61)."""
    person = pages.signed_in(request)
    if not await queries.has_factor(person):
        return pages.redirect(request, "/profile/factor")

    async def handle() -> Response:
        typed = await pages.form(request, Code)
        if not await actions.accept(person, typed.code):
            await answers.refuse(request, "code", _wrong())
        shared = request.state.session.shared
        return await answers.begin(request, person, "factor", shared, typed.next, request.state.now)

    around = {"next": own_path((await pages.typed_form(request)).get("next", "/")), "ticket": "", "action": "/factor"}
    return await answers.answer(request, "people/factors/ask.html", handle, **around, help="")


async def ask_at_sign_in(request: Request) -> Response:
    """GET /sign-in/factor?ticket=…: between the password and the session."""
    ticket = asking.read(request, request.query_params.get("ticket", ""))
    if ticket is None:
        return pages.redirect(request, AGAIN)
    return pages.page(request, "people/factors/ask.html", **await _at_sign_in(request, ticket))


async def answer_at_sign_in(request: Request) -> Response:
    """POST /sign-in/factor: signed in."""
    ticket = asking.read(request, (await pages.typed_form(request)).get("ticket", ""))
    person = (await people.people_by_id([ticket.person_id])).get(ticket.person_id) if ticket else None
    if ticket is None or person is None:
        return pages.redirect(request, AGAIN)

    async def handle() -> Response:
        typed = await pages.form(request, Code)
        if not await actions.accept(person, typed.code):
            await answers.refuse(request, "code", _wrong())
        return await answers.begin(request, person, ticket.by, ticket.shared, ticket.next, request.state.now)

    around = await _at_sign_in(request, ticket)
    return await answers.answer(request, "people/factors/ask.html", handle, **around)


async def show_reset(request: Request) -> Response:
    """GET /administration/factors: for who has lost device and codes."""
    await _administrator(request)
    done = request.query_params.get("done", "")
    return pages.page(request, "people/factors/reset.html", done=done, asks_code=False)


async def reset(request: Request) -> Response:
    """POST /administration/factors: with a reason that its person is told by mail."""
    administrator = await _administrator(request, lately=False)
    late = not rules.is_recent(request.state.session.factor_at, request.state.now)

    async def handle() -> Response:
        typed = await pages.form(request, Reset)
        if late and not await actions.show_again(administrator, request.state.session, typed.code):
            await answers.refuse(request, "code", _("Type the code that your app shows now. The rest is still here."))
        person = await people.public_person(typed.email)
        if person is None or not await queries.has_factor(person):
            await answers.refuse(request, "email", _("There is no second factor at this address."))
        permit(person.id != administrator.id, _("Another administrator resets yours."))
        await actions.reset(administrator, person, typed.reason[:500])
        return pages.redirect(request, "/administration/factors?done=reset")

    return await answers.answer(request, "people/factors/reset.html", handle, done="", asks_code=late)


async def _administrator(request: Request, lately: bool = True) -> Person:
    person = pages.signed_in(request)
    if not await queries.is_administrator(person):
        raise NotFound
    (asking.shown_lately if lately else asking.shown)(request)
    return person


async def _profile(request: Request, status: int = 200) -> Response:
    pages.signed_in(request)
    return pages.page(request, "people/factors/profile.html", status, **await _around(request))


async def _around(request: Request) -> dict[str, Any]:
    person = pages.signed_in(request)
    typed = (await pages.typed_form(request)).get("next", "/") if request.method == "POST" else "/"
    return {
        "is_set": await queries.has_factor(person),
        "left": await queries.recovery_codes_left(person),
        "next": own_path(request.query_params.get("next", typed)),
        "done": request.query_params.get("done", ""),
        "owed": request.state.session.owes_factor,
    }


async def _app(request: Request, person: Person, wanted: str, status: int = 200, **more: Any) -> Response:
    secret = await actions.typed_secret(person)
    if secret is None:
        return pages.redirect(request, "/profile/factor")
    address = rules.address(secret, person.email, "Roundtable")
    picture = squares.drawn(address, _("Scan this with your app"), sized=False).decode().partition("?>\n")[2]
    return pages.page(
        request,
        "people/factors/app.html",
        status,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=Markup(picture),  # noqa: S704 - drawn here
        next=own_path(wanted),
        **more,
    )


async def _at_sign_in(request: Request, ticket: asking.Ticket) -> dict[str, Any]:
    """On this machine, with sample data and mails kept in a folder, the code is told as the mails are."""
    shown = settings().sample and mailbox.open_to(request)
    person = (await people.people_by_id([ticket.person_id])).get(ticket.person_id) if shown else None
    return {
        "next": ticket.next,
        "ticket": asking.write(request, ticket),
        "action": "/sign-in/factor",
        "help": await actions.code_now(person) if person else "",
    }


def _wrong() -> str:
    return _("This code does not fit, or was used already. Type the one of this moment, or a recovery code.")


def _next(path: str) -> str:
    return "" if path == "/" else f"?next={path}"


routes = [
    Route("/profile/factor", show, methods=["GET"]),
    Route("/profile/factor", begin, methods=["POST"]),
    Route("/profile/factor/app", show_app, methods=["GET"]),
    Route("/profile/factor/app", confirm, methods=["POST"]),
    Route("/profile/factor/recovery-codes", make_codes, methods=["POST"]),
    Route("/profile/factor/removal", remove, methods=["POST"]),
    Route("/factor", ask, methods=["GET"]),
    Route("/factor", answer, methods=["POST"]),
    Route("/sign-in/factor", ask_at_sign_in, methods=["GET"]),
    Route("/sign-in/factor", answer_at_sign_in, methods=["POST"]),
    Route("/administration/factors", show_reset, methods=["GET"]),
    Route("/administration/factors", reset, methods=["POST"]),
]
