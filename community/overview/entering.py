"""What each page of the overview begins with: the seat of who facilitates, and what stands around."""

from typing import Any

from starlette.requests import Request

from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.errors import permit
from community.pages import _, signed_in


async def leads(request: Request) -> tuple[Seat, Cohort]:
    """Who facilitates here; 403 for who sits here otherwise, 404 for all others."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    permit(seat.is_facilitator, _("This page is for those who facilitate here."))
    return seat, await cohorts.cohort(seat)


async def around(request: Request, seat: Seat, cohort: Cohort) -> dict[str, Any]:
    """For the bar of the cohort."""
    return {
        "nav": "cohort",
        "seat": seat,
        "cohort": cohort,
        "members": (await cohorts.members(seat))[:40],
        "here": set(request.state.realtime.here(cohort.topic)),
    }
