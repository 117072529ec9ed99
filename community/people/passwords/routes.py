"""The doors of changing a password, and of choosing a new one when it is forgotten."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.pages import _
from community.people import answers, mailbox
from community.people import queries as people
from community.people.accounts.rules import Address
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.passwords import actions, rules
from community.people.sessions import actions as sessions


class Change(BaseModel):
    password: str
    new_password: str


class AskMail(BaseModel):
    email: Address


class ByCode(BaseModel):
    email: Address
    code: str
    new_password: str


class ByLink(BaseModel):
    new_password: str


async def show(request: Request) -> Response:
    """Signed in: change it. Signed out: it is forgotten."""
    template = "people/password.html" if request.state.person else "people/forgotten.html"
    return pages.page(request, template, least=rules.LEAST)


async def change(request: Request) -> Response:
    person = pages.signed_in(request)

    async def handle() -> Response:
        typed = await pages.form(request, Change)
        await answers.count_attempt(request, person.email)
        if not await sessions.knows_password(person, typed.password):
            await answers.refuse(request, "password", _("This is not your present password."))
        if wrong := await actions.problem(person, typed.new_password):
            await answers.refuse(request, "new_password", wrong)
        await actions.change(person, typed.new_password, request.state.session.id)
        return await answers.let_in(request, person, "password", request.state.session.shared, "/profile?done=password")

    return await answers.answer(request, "people/password.html", handle, least=rules.LEAST)


async def ask_mail(request: Request) -> Response:
    async def handle() -> Response:
        return await answers.ask(request, "password", (await pages.form(request, AskMail)).email)

    return await answers.answer(request, "people/forgotten.html", handle, least=rules.LEAST)


async def show_code(request: Request) -> Response:
    return pages.page(request, "people/code.html", purpose="password", **await _around_code(request))


async def use_code(request: Request) -> Response:
    async def handle() -> Response:
        typed = await pages.form(request, ByCode)
        if wrong := rules.problem(typed.new_password, (typed.email,)):  # before a try is spent
            await answers.refuse(request, "new_password", wrong)
        code = await answers.code_typed(request, "password", typed.email, typed.code)
        return await _choose(request, code, typed.new_password, "code")

    return await answers.answer(request, "people/code.html", handle, purpose="password", **await _around_code(request))


async def show_link(request: Request) -> Response:
    code = await codes.of_link("password", request.path_params["token"])
    if code is None:
        return answers.dead(request, "password")
    return pages.page(request, "people/link.html", purpose="password", address=code.address, least=rules.LEAST)


async def use_link(request: Request) -> Response:
    code = await codes.of_link("password", request.path_params["token"])
    if code is None:
        return answers.dead(request, "password")

    async def handle() -> Response:
        return await _choose(request, code, (await pages.form(request, ByLink)).new_password, "link")

    around = {"purpose": "password", "address": code.address, "least": rules.LEAST}
    return await answers.answer(request, "people/link.html", handle, **around)


async def _choose(request: Request, code: Code, password: str, by: str) -> Response:
    """Whoever comes this far reads the address, so that the person's own names may be held against the password."""
    person = await people.public_person(code.address)
    if person is None:
        return answers.dead(request, "password")
    if wrong := await actions.problem(person, password):
        await answers.refuse(request, "new_password", wrong)
    await actions.choose_anew(person, code, password)
    return await answers.let_in(request, person, by, shared=False, to="/profile?done=password")


async def _around_code(request: Request) -> dict:
    asked = await answers.asked(request, "password")
    return {"asked": asked, "mailbox": mailbox.open_to(request), "least": rules.LEAST}


routes = [
    Route("/password", show, methods=["GET"]),
    Route("/password", change, methods=["POST"]),
    Route("/password/mail", ask_mail, methods=["POST"]),
    Route("/password/code", show_code, methods=["GET"]),
    Route("/password/code", use_code, methods=["POST"]),
    Route("/password/link/{token}", show_link, methods=["GET"]),
    Route("/password/link/{token}", use_link, methods=["POST"]),
]
