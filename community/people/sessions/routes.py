"""The doors of signing in and out."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cookies, limits, pages
from community.errors import Invalid
from community.pages import _
from community.people.accounts.rules import Address
from community.people.sessions import actions, rules


class SignIn(BaseModel):
    email: Address
    password: str
    shared: bool = False
    next: str = "/"


async def show_sign_in(request: Request) -> Response:
    if request.state.person:
        return pages.redirect(request, rules.own_path(request.query_params.get("next", "/")))
    return pages.page(request, "people/sign_in.html", next=request.query_params.get("next", "/"))


async def sign_in(request: Request) -> Response:
    try:
        asked = await pages.form(request, SignIn)
        await limits.spend("sign_in_address", origin(request))
        await limits.spend("sign_in_account", f"{asked.email} {origin(request)}")
        person = await actions.by_password(asked.email, asked.password)
        if person is None:
            raise Invalid({"password": _("E-mail address and password do not go together. Check both, or have a link mailed to you.")},
                          await pages.typed_form(request))
    except Invalid as wrong:
        return pages.page(request, "people/sign_in.html", 422, errors=wrong.fields, typed=wrong.typed, next=wrong.typed.get("next", "/"))
    return await let_in(request, person, "password", asked.shared, asked.next)


async def sign_out(request: Request) -> Response:
    """Also for one who is signed out already: pressing twice is no mistake."""
    if request.state.session:
        await actions.sign_out(request.state.person, request.state.session.id)
    answer = pages.redirect(request, "/sign-in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    answer.headers.append("Set-Cookie", cookies.cookie(cookies.session_cookie(), "", 0))
    return answer


async def let_in(request: Request, person, by: str, shared: bool, to: str) -> Response:
    """Signed in: a new session, its cookie, and on to where the person wanted to go."""
    former = request.state.session
    agent = rules.device(request.headers.get("user-agent", ""))
    mine = former.id if former and former.person_id == person.id else 0
    token, life = await actions.begin(person, by, agent, shared, instead_of=mine)
    answer = pages.redirect(request, rules.own_path(to))
    seconds = None if shared else int(life.whole.total_seconds())
    answer.headers.append("Set-Cookie", cookies.cookie(cookies.session_cookie(), token, seconds))
    return answer


def origin(request: Request) -> str:
    """Where a request comes from, for counting attempts."""
    return request.client.host if request.client else ""


routes = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
