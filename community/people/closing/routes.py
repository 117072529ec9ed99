"""The doors of closing one's account."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cookies, pages
from community.pages import _
from community.people import answers
from community.people.closing import actions, wording
from community.people.factors import asking
from community.people.factors import queries as factors
from community.people.sessions import actions as sessions


class Close(BaseModel):
    password: str


async def show(request: Request) -> Response:
    """GET /profile/closing: what goes, what stays, and until when it can be undone."""
    pages.signed_in(request)
    return pages.page(request, "people/closing.html", **_around(request))


async def close(request: Request) -> Response:
    """POST /profile/closing, by one who knows the password, and has just shown their second factor (A57, A64)."""
    person = pages.signed_in(request)
    if await factors.has_factor(person):
        asking.shown_lately(request)

    async def handle() -> Response:
        typed = await pages.form(request, Close)
        await answers.count_attempt(request, person.email)
        if not await sessions.knows_password(person, typed.password):
            await answers.refuse(request, "password", _("This is not your password."))
        await actions.ask(person)
        answer = pages.redirect(request, "/sign-in?closing=1")
        answer.headers["Clear-Site-Data"] = '"cache"'
        answer.headers.append("Set-Cookie", cookies.cookie(cookies.session_cookie(), "", 0))
        return answer

    return await answers.answer(request, "people/closing.html", handle, **_around(request))


def _around(request: Request) -> dict:
    return {"days": actions.WAIT.days, "closes_at": request.state.now + actions.WAIT, "wording": wording}


routes = [Route("/profile/closing", show, methods=["GET"]), Route("/profile/closing", close, methods=["POST"])]
