"""What the forms of people have in common: attempts are counted, wrong ones come back with all that was typed."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from ipaddress import ip_network
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.responses import Response

from community import cookies, limits, pages
from community.errors import Invalid, TooMany
from community.pages import _, ngettext
from community.people.closing import actions as closing
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.codes.rules import PURPOSES
from community.people.factors import asking
from community.people.factors import queries as factors
from community.people.queries import Person
from community.people.sessions import actions as sessions
from community.people.sessions import rules

Handle = Callable[[], Awaitable[Response]]


async def answer(request: Request, template: str, handle: Handle, **context: Any) -> Response:
    """What `handle` answers; or the form's own page again, saying at each field what to mend, passwords left out."""
    try:
        return await handle()
    except Invalid as wrong:
        errors, status, headers = wrong.fields, 422, {}
    except TooMany as much:
        minutes = -(-much.seconds // 60)
        again = ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)
        errors, status, headers = {"": _("That was often.") + " " + again}, 429, {"Retry-After": str(much.seconds)}
    typed = {name: text for name, text in (await pages.typed_form(request)).items() if "password" not in name}
    return pages.page(request, template, status, headers, errors=errors, typed=typed, **context)


async def refuse(request: Request, field: str, sentence: str) -> NoReturn:
    """Raise Invalid for one field, everything typed kept."""
    raise Invalid({field: sentence}, await pages.typed_form(request))


async def ask(request: Request, purpose: str, address: str, to: str = "/") -> Response:
    """Have a mail sent, known address or not, and go to the page where its code is typed."""
    await count_mail(request, address)
    code = await codes.ask(purpose, address, pages.language_of(request), to)
    return wait(request, code)


def wait(request: Request, code: Code) -> Response:
    """On to the page where the six digits are typed."""
    return pages.redirect(request, f"{PURPOSES[code.purpose].path}/code?ticket={codes.ticket(code)}")


async def count_mail(request: Request, address: str) -> None:
    await limits.spend("mail_address", origin(request))
    await limits.spend("mail", address)


async def count_attempt(request: Request, address: str) -> None:
    """Guesses are counted by where they come from, and by address there: its owner is not locked out (A53)."""
    await limits.spend("sign_in_address", origin(request))
    await limits.spend("sign_in_account", f"{address} {origin(request)}")


async def asked(request: Request, purpose: str) -> Code | None:
    """What this browser waits for, by the ticket in its address or form."""
    ticket = request.query_params.get("ticket", "")
    if not ticket and request.method == "POST":
        ticket = (await pages.typed_form(request)).get("ticket", "")
    return await codes.of_ticket(purpose, ticket)


async def code_typed(request: Request, purpose: str, address: str, typed: str) -> Code:
    """The code behind the six digits; else Invalid, in the same words whatever is wrong with them."""
    await limits.spend("sign_in_address", origin(request))
    code = await codes.of_digits(purpose, address, typed)
    if code is None:
        wrong = _("This is not the code of our last mail to you, or it is over. Check it, or have a new one mailed.")
        await refuse(request, "code", wrong)
    return code


async def let_in(request: Request, person: Person, by: str, shared: bool, to: str) -> Response:
    """Signed in; or, where a second factor is set that this browser has not shown, on to the page that asks for it."""
    session = request.state.session
    factor_at = session.factor_at if session and session.person_id == person.id else None
    if factor_at is None and await factors.has_factor(person):
        ticket = asking.Ticket(person.id, by, shared, rules.own_path(to))
        return pages.redirect(request, f"/sign-in/factor?ticket={asking.write(request, ticket)}")
    return await begin(request, person, by, shared, to, factor_at)


async def begin(
    request: Request, person: Person, by: str, shared: bool, to: str, factor_at: datetime | None
) -> Response:
    """A new session in place of the browser's former one, its cookie, and on to where the person wanted."""
    agent = rules.device(request.headers.get("user-agent", ""))
    if await closing.keep(person):
        to = "/profile?done=kept"
    token, life = await sessions.begin(person, by, agent, shared, instead_of=request.state.session, factor_at=factor_at)
    answer = pages.redirect(request, rules.own_path(to))
    seconds = None if shared else int(life.whole.total_seconds())
    answer.headers.append("Set-Cookie", cookies.cookie(cookies.session_cookie(), token, seconds))
    return answer


def dead(request: Request, purpose: str) -> Response:
    """The page for a link that was used, is over, or was overtaken by a newer mail."""
    return pages.page(request, "people/dead_link.html", 410, purpose=purpose)


def origin(request: Request) -> str:
    """Where a request comes from, for counting attempts; of IPv6 the network, since one house has all its addresses."""
    host = (request.client.host if request.client else "").partition("%")[0]
    return str(ip_network(f"{host}/64", strict=False)) if ":" in host else host
