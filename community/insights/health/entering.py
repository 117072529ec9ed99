"""How one comes to the numbers of a cohort."""

from starlette.requests import Request

from community.cohorts import queries as cohorts
from community.cohorts import reasons, rules
from community.cohorts.queries import Place
from community.errors import permit
from community.pages import signed_in


async def led(request: Request) -> Place:
    """Who leads this cohort; 403 for who sits here otherwise, 404 for all others."""
    place = await cohorts.place(signed_in(request), request.path_params["cohort_id"])
    permit(rules.leads(place), reasons.leaders_only())
    return place
