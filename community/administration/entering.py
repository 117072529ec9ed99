"""Who administrates the platform."""

from starlette.requests import Request

from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.errors import NotFound
from community.pages import signed_in
from community.people.factors import asking


async def administrator(request: Request) -> Desk:
    """The asker's desk, once they have shown their second factor; to everybody else it is not there."""
    held = await affiliates.desks(signed_in(request))
    desk = next((one for one in held if one.kind == "administrator"), None)
    if desk is None:
        raise NotFound
    asking.shown(request)
    return desk
