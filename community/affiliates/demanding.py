"""A second factor of all who hold a desk with an affiliate or an issuer, asked for at either's own page (A57)."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request

from community import pages
from community.affiliates import actions
from community.affiliates.queries import Desk
from community.people.factors import asking


class Demand(BaseModel):
    asks: Literal["yes", "no"]


async def ask_factor(request: Request, desk: Desk) -> None:
    """As the form says, from now on; only by who has shown their own."""
    asking.shown(request)
    await actions.ask_factor(desk, (await pages.form(request, Demand)).asks == "yes")
