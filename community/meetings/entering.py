"""How one comes to a cohort's meetings, and what stands around each page."""

from typing import Any

from starlette.requests import Request

from community.cohorts import queries as cohorts
from community.cohorts import reasons as cohort_reasons
from community.cohorts import rules as cohort_rules
from community.cohorts.queries import Place, Seat
from community.errors import Conflict, Forbidden, permit
from community.meetings import queries
from community.meetings.queries import Meeting
from community.pages import signed_in


async def place_of(request: Request) -> Place:
    return await cohorts.place(signed_in(request), request.path_params["cohort_id"])


async def led(request: Request) -> Place:
    """Who leads may look at this."""
    place = await place_of(request)
    permit(cohort_rules.leads(place), cohort_reasons.leaders_only())
    return place


async def planning(request: Request) -> Place:
    """Who leads plans; a closed cohort is read-only (R22)."""
    place = await led(request)
    if place.cohort.is_closed:
        raise Conflict(cohort_reasons.closed())
    return place


async def facilitating(request: Request) -> tuple[Place, Seat, Meeting]:
    """What is done from a facilitator's seat, and from no organizer's desk: who waits for a reader, an announcement."""
    place = await planning(request)
    meeting = await meeting_of(request, place)
    if place.seat is None or not place.seat.is_facilitator:
        raise Forbidden(cohort_reasons.facilitators_only())
    return place, place.seat, meeting


async def meeting_of(request: Request, place: Place) -> Meeting:
    return await queries.meeting(place, request.path_params["meeting_id"])


def presence(place: Place) -> list[str]:
    """Who is here now is for those who sit here, observers excepted, as on the members' page."""
    sits = place.seat is not None and place.seat.role != cohort_rules.Role.OBSERVER
    return [place.cohort.topic] if sits else []


async def around(request: Request, place: Place) -> dict[str, Any]:
    """What stands around each page of a cohort."""
    leads = cohort_rules.leads(place)
    return {
        "nav": "cohort",
        "cohort": place.cohort,
        "seat": place.seat,
        "leads": leads,
        "audience": "facilitator" if leads else "peer",
        "members": (await cohorts.members(place.seat))[:40] if place.seat else [],
        "here": request.state.realtime.here(place.cohort.topic),
    }
