"""The doors of signing in, by password or by mail, and of signing out."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cookies, errors, pages
from community.pages import _
from community.people import answers, mailbox
from community.people import queries as people
from community.people.accounts.rules import Address
from community.people.codes import actions as codes
from community.people.sessions import actions, queries, rules


class SignIn(BaseModel):
    email: Address
    password: str
    shared: bool = False
    next: str = "/"


class AskMail(BaseModel):
    email: Address
    next: str = "/"


class TypeCode(BaseModel):
    email: Address
    code: str
    shared: bool = False


class UseLink(BaseModel):
    shared: bool = False


async def show_sign_in(request: Request) -> Response:
    wanted = rules.own_path(request.query_params.get("next", "/"))
    if request.state.person:
        return pages.redirect(request, wanted)
    closing = "closing" in request.query_params
    return pages.page(request, "people/sign_in.html", next=wanted, closing=closing, mailbox=mailbox.open_to(request))


async def sign_in(request: Request) -> Response:
    async def handle() -> Response:
        asked = await pages.form(request, SignIn)
        await answers.count_attempt(request, asked.email)
        person = await actions.by_password(asked.email, asked.password)
        if person is None:
            wrong = _("Address and password do not go together. Check both, or have a link mailed to you.")
            await answers.refuse(request, "password", wrong)
        return await answers.let_in(request, person, "password", asked.shared, asked.next)

    return await answers.answer(request, "people/sign_in.html", handle, **await _around(request))


async def ask_mail(request: Request) -> Response:
    async def handle() -> Response:
        asked = await pages.form(request, AskMail)
        return await answers.ask(request, "sign_in", asked.email, rules.own_path(asked.next))

    return await answers.answer(request, "people/sign_in.html", handle, **await _around(request))


async def show_code(request: Request) -> Response:
    return pages.page(request, "people/code.html", purpose="sign_in", **await _around_code(request))


async def use_code(request: Request) -> Response:
    async def handle() -> Response:
        typed = await pages.form(request, TypeCode)
        code = await answers.code_typed(request, "sign_in", typed.email, typed.code)
        person = await people.public_person(code.address)
        if person is None or not await codes.use(code):
            raise errors.Conflict(_("This mail was used already. Ask for a new one."))
        return await answers.let_in(request, person, "code", typed.shared, code.next)

    return await answers.answer(request, "people/code.html", handle, purpose="sign_in", **await _around_code(request))


async def show_link(request: Request) -> Response:
    """Only looks: mail scanners and previews open links too (A22)."""
    code = await codes.of_link("sign_in", request.path_params["token"])
    if code is None:
        return answers.dead(request, "sign_in")
    return pages.page(request, "people/link.html", purpose="sign_in", address=code.address)


async def use_link(request: Request) -> Response:
    code = await codes.of_link("sign_in", request.path_params["token"])
    person = await people.public_person(code.address) if code else None
    if code is None or person is None or not await codes.use(code):
        return answers.dead(request, "sign_in")
    return await answers.let_in(request, person, "link", (await pages.form(request, UseLink)).shared, code.next)


async def sign_out(request: Request) -> Response:
    """Also for one who is signed out already: pressing twice is no mistake."""
    if request.state.session:
        await actions.sign_out(request.state.person, request.state.session.id)
    return _out(request)


async def show_sessions(request: Request) -> Response:
    person = pages.signed_in(request)
    mine = await queries.sessions_of(person, request.state.now)
    return pages.page(request, "people/sessions.html", sessions=mine, current=request.state.session.id)


async def end_session(request: Request) -> Response:
    person, session_id = pages.signed_in(request), request.path_params["session_id"]
    await actions.end(person, session_id)
    return _out(request) if session_id == request.state.session.id else pages.redirect(request, "/sessions")


async def end_others(request: Request) -> Response:
    await actions.end_all_but(pages.signed_in(request), request.state.session.id)
    return pages.redirect(request, "/sessions")


def _out(request: Request) -> Response:
    answer = pages.redirect(request, "/sign-in")
    answer.headers["Clear-Site-Data"] = '"cache"'  # nothing for the next one at a shared computer (A28)
    answer.headers.append("Set-Cookie", cookies.cookie(cookies.session_cookie(), "", 0))
    return answer


async def _around(request: Request) -> dict:
    wanted = (await pages.typed_form(request)).get("next", "/")
    return {"next": rules.own_path(wanted), "closing": False, "mailbox": mailbox.open_to(request)}


async def _around_code(request: Request) -> dict:
    return {"asked": await answers.asked(request, "sign_in"), "mailbox": mailbox.open_to(request)}


routes = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-in/mail", ask_mail, methods=["POST"]),
    Route("/sign-in/code", show_code, methods=["GET"]),
    Route("/sign-in/code", use_code, methods=["POST"]),
    Route("/sign-in/link/{token}", show_link, methods=["GET"]),
    Route("/sign-in/link/{token}", use_link, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/sessions", show_sessions, methods=["GET"]),
    Route("/sessions/others/end", end_others, methods=["POST"]),
    Route("/sessions/{session_id:int}/end", end_session, methods=["POST"]),
]
