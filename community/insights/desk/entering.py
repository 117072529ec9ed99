"""How one comes to an affiliate's numbers."""

from starlette.requests import Request

from community.affiliates import queries as affiliates
from community.affiliates import rules
from community.affiliates.queries import Desk
from community.errors import permit
from community.pages import _, signed_in


async def organizes(request: Request) -> Desk:
    """The organizer's desk at or above this affiliate (R11); 403 for a building representative, 404 for all others."""
    desk = await affiliates.office(signed_in(request), request.path_params["affiliate_id"])
    permit(rules.runs(desk), _("These numbers are for the organizers of the affiliate. Ask yours."))
    return desk
