"""The doors of making an account."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.pages import _
from community.people import answers, mailbox
from community.people.accounts import actions
from community.people.accounts.rules import Address
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.passwords import rules as passwords
from community.people.profile.rules import MOST_NAME, Line
from community.people.sessions import rules as sessions


class SignUp(BaseModel):
    name: Line = Field(max_length=MOST_NAME)
    email: Address
    password: str
    time_zone: str = ""
    next: str = "/"


class TypeCode(BaseModel):
    email: Address
    code: str


class UseLink(BaseModel):
    password: str = ""


async def show_sign_up(request: Request) -> Response:
    wanted = sessions.own_path(request.query_params.get("next", "/"))
    if request.state.person:
        return pages.redirect(request, wanted)
    return pages.page(request, "people/sign_up.html", next=wanted, least=passwords.LEAST)


async def sign_up(request: Request) -> Response:
    async def handle() -> Response:
        asked = await pages.form(request, SignUp)
        if wrong := passwords.problem(asked.password, (asked.name, asked.email)):
            await answers.refuse(request, "password", wrong)
        await limits.spend("account", answers.origin(request))
        await answers.count_mail(request, asked.email)
        code = await actions.sign_up(
            asked.name, asked.email, asked.password, asked.time_zone, pages.language_of(request),
            to=sessions.own_path(asked.next), visit=request.state.csrf_key,
        )
        return answers.wait(request, code)

    wanted = sessions.own_path((await pages.typed_form(request)).get("next", "/"))
    return await answers.answer(request, "people/sign_up.html", handle, next=wanted, least=passwords.LEAST)


async def show_code(request: Request) -> Response:
    return pages.page(request, "people/code.html", purpose="sign_up", **await _around_code(request))


async def use_code(request: Request) -> Response:
    async def handle() -> Response:
        typed = await pages.form(request, TypeCode)
        return await _welcome(request, await answers.code_typed(request, "sign_up", typed.email, typed.code), "code")

    return await answers.answer(request, "people/code.html", handle, purpose="sign_up", **await _around_code(request))


async def show_link(request: Request) -> Response:
    code = await codes.of_link("sign_up", request.path_params["token"])
    if code is None:
        return answers.dead(request, "sign_up")
    asks = await actions.needs_password(code, request.state.csrf_key)
    return pages.page(request, "people/link.html", purpose="sign_up", address=code.address, asks_password=asks)


async def use_link(request: Request) -> Response:
    code = await codes.of_link("sign_up", request.path_params["token"])
    if code is None:
        return answers.dead(request, "sign_up")
    asks = await actions.needs_password(code, request.state.csrf_key)

    async def handle() -> Response:
        typed = await pages.form(request, UseLink)
        if asks:
            await answers.count_attempt(request, code.address)
            if not await actions.knows_password(code, typed.password):
                wrong = _("This is not the password chosen for the account. Try again, or make the account anew.")
                await answers.refuse(request, "password", wrong)
        return await _welcome(request, code, "link")

    around = {"purpose": "sign_up", "address": code.address, "asks_password": asks}
    return await answers.answer(request, "people/link.html", handle, **around)


async def _welcome(request: Request, code: Code, by: str) -> Response:
    """The account is there; one who was not on the way to somewhere is asked for the rest of the profile."""
    person = await actions.make(code)
    to = code.next if code.next != "/" else "/profile?done=welcome"
    return await answers.let_in(request, person, by, shared=False, to=to)


async def _around_code(request: Request) -> dict:
    return {"asked": await answers.asked(request, "sign_up"), "mailbox": mailbox.open_to(request)}


routes = [
    Route("/sign-up", show_sign_up, methods=["GET"]),
    Route("/sign-up", sign_up, methods=["POST"]),
    Route("/sign-up/code", show_code, methods=["GET"]),
    Route("/sign-up/code", use_code, methods=["POST"]),
    Route("/sign-up/link/{token}", show_link, methods=["GET"]),
    Route("/sign-up/link/{token}", use_link, methods=["POST"]),
]
