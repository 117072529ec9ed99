"""The doors at which an administrator ends every sign-in of somebody else."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import NotFound
from community.pages import _
from community.people import answers
from community.people import queries as people
from community.people.accounts.rules import Address
from community.people.factors import asking
from community.people.factors import queries as factors
from community.people.profile.rules import Line
from community.people.queries import Person
from community.people.sessions import actions


class Ending(BaseModel):
    email: Address
    reason: Annotated[Line, Field(min_length=1, max_length=500)]


async def show(request: Request) -> Response:
    """GET /administration/sign-ins"""
    await _administrator(request)
    return pages.page(request, "people/sign_ins.html", nav="desk", done=request.query_params.get("done", ""))


async def end(request: Request) -> Response:
    """POST /administration/sign-ins: everywhere and at once, with a reason that their person is told by mail."""
    administrator = await _administrator(request)

    async def handle() -> Response:
        typed = await pages.form(request, Ending)
        person = await people.public_person(typed.email)
        if person is None:
            await answers.refuse(request, "email", _("There is no account with this address."))
        await actions.end_all_of(administrator, person, typed.reason)
        return pages.redirect(request, "/administration/sign-ins?done=ended")

    return await answers.answer(request, "people/sign_ins.html", handle, nav="desk", done="")


async def _administrator(request: Request) -> Person:
    person = pages.signed_in(request)
    if not await factors.is_administrator(person):
        raise NotFound
    asking.shown(request)
    return person


routes = [
    Route("/administration/sign-ins", show, methods=["GET"]),
    Route("/administration/sign-ins", end, methods=["POST"]),
]
