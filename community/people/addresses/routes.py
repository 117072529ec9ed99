"""The doors of one's addresses: which there are, one more, another main one, one less."""

from collections.abc import Awaitable, Callable
from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import NotFound
from community.pages import _
from community.people import answers, mailbox
from community.people.accounts.rules import Address
from community.people.addresses import actions, queries, rules, stopping
from community.people.bounces import rules as bounces
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.queries import Person
from community.people.sessions import actions as sessions


class Change(BaseModel):
    email: Address
    password: str
    how: Literal["beside", "instead"] = "instead"


class Known(BaseModel):
    password: str


class TypeCode(BaseModel):
    email: Address
    code: str


async def show(request: Request) -> Response:
    return pages.page(request, "people/address.html", **await _around(request))


async def change(request: Request) -> Response:
    """Asked for by one who knows the password, not by whoever found an open laptop (A64)."""
    person = pages.signed_in(request)

    async def handle() -> Response:
        typed = await pages.form(request, Change)
        await answers.count_attempt(request, person.email)
        if not await sessions.knows_password(person, typed.password):
            await answers.refuse(request, "password", _("This is not your password."))
        here, beside = await queries.addresses(person), typed.how == "beside"
        if typed.email in [one.address for one in here]:
            await answers.refuse(request, "email", _("This is your address already."))
        if beside and len(here) >= rules.MOST:
            await answers.refuse(request, "email", _("These are many addresses. Take one away first."))
        await answers.count_mail(request, typed.email)
        return answers.wait(request, await actions.ask(person, typed.email, pages.language_of(request), beside))

    return await answers.answer(request, "people/address.html", handle, **await _around(request))


async def make_main(request: Request) -> Response:
    """POST /profile/address/12/main"""
    return await _with_password(request, "main", actions.make_main)


async def try_again(request: Request) -> Response:
    """POST /profile/address/12/again: mail came back from it, and is to go there once more."""
    await actions.try_again(pages.signed_in(request), request.path_params["address_id"])
    return pages.redirect(request, "/profile/address?done=again")


async def remove(request: Request) -> Response:
    """POST /profile/address/12/removal"""

    async def gone(person: Person, address_id: int) -> None:
        await actions.remove(person, address_id, request.state.session.id)

    return await _with_password(request, "removed", gone)


async def _with_password(request: Request, done: str, deed: Callable[[Person, int], Awaitable[None]]) -> Response:
    """For one who knows the password, not for whoever found an open laptop (A64)."""
    person = pages.signed_in(request)
    if request.path_params["address_id"] not in [one.id for one in await queries.addresses(person)]:
        raise NotFound

    async def handle() -> Response:
        typed = await pages.form(request, Known)
        await answers.count_attempt(request, person.email)
        if not await sessions.knows_password(person, typed.password):
            await answers.refuse(request, "password", _("This is not your password."))
        await deed(person, request.path_params["address_id"])
        return pages.redirect(request, f"/profile/address?done={done}")

    return await answers.answer(request, "people/address.html", handle, **await _around(request))


async def show_code(request: Request) -> Response:
    pages.signed_in(request)
    return pages.page(request, "people/code.html", purpose="address", **await _around_code(request))


async def use_code(request: Request) -> Response:
    pages.signed_in(request)

    async def handle() -> Response:
        typed = await pages.form(request, TypeCode)
        return await _use(request, await answers.code_typed(request, "address", typed.email, typed.code))

    return await answers.answer(request, "people/code.html", handle, purpose="address", **await _around_code(request))


async def show_link(request: Request) -> Response:
    """Only where its person is signed in; anybody else is told that it is dead."""
    person = pages.signed_in(request)
    code = await codes.of_link("address", request.path_params["token"])
    if code is None or code.person_id != person.id:
        return answers.dead(request, "address")
    beside = code.next == actions.BESIDE
    return pages.page(request, "people/link.html", purpose="address", address=code.address, beside=beside)


async def use_link(request: Request) -> Response:
    person = pages.signed_in(request)
    code = await codes.of_link("address", request.path_params["token"])
    if code is None or code.person_id != person.id:
        return answers.dead(request, "address")
    return await _use(request, code)


async def show_stop(request: Request) -> Response:
    """Of a mail to the former address. Only looks (A22)."""
    change = stopping.read_link(request.path_params["token"])
    if change is None:
        return answers.dead(request, "address")
    return pages.page(request, "people/address_stop.html", change=change, stopped=False)


async def stop(request: Request) -> Response:
    """Whoever reads the former address keeps it, signed in or not."""
    change = stopping.read_link(request.path_params["token"])
    if change is None or not await stopping.stop(change):
        return answers.dead(request, "address")
    return pages.page(request, "people/address_stop.html", change=change, stopped=True)


async def _use(request: Request, code: Code) -> Response:
    person = pages.signed_in(request)
    if code.next == actions.BESIDE:
        await actions.add(person, code)
        return pages.redirect(request, "/profile/address?done=added")
    await actions.change(person, code, request.state.session.id)
    return pages.redirect(request, "/profile?done=address")


async def _around(request: Request) -> dict:
    return {
        "addresses": await queries.addresses(pages.signed_in(request)),
        "done": request.query_params.get("done", ""),
        "said": bounces.said,
    }


async def _around_code(request: Request) -> dict:
    return {"asked": await answers.asked(request, "address"), "mailbox": mailbox.open_to(request)}


routes = [
    Route("/profile/address", show, methods=["GET"]),
    Route("/profile/address", change, methods=["POST"]),
    Route("/profile/address/{address_id:int}/main", make_main, methods=["POST"]),
    Route("/profile/address/{address_id:int}/again", try_again, methods=["POST"]),
    Route("/profile/address/{address_id:int}/removal", remove, methods=["POST"]),
    Route("/profile/address/code", show_code, methods=["GET"]),
    Route("/profile/address/code", use_code, methods=["POST"]),
    Route("/profile/address/link/{token}", show_link, methods=["GET"]),
    Route("/profile/address/link/{token}", use_link, methods=["POST"]),
    Route("/profile/address/stop/link/{token}", show_stop, methods=["GET"]),
    Route("/profile/address/stop/link/{token}", stop, methods=["POST"]),
]
