"""What every handler at one requirement's desk needs: whose work it is, which requirement, from which device."""

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request

from community import pages
from community.cohorts import queries as cohorts
from community.evidence import queries
from community.evidence.queries import Standing, Work
from community.pages import signed_in

Number = Annotated[int, Field(ge=0, le=2_000_000_000)]


async def standing_and_work(request: Request) -> tuple[Standing, Work]:
    """404 for a code or requirement that is not there; somebody else's work is at no address."""
    standing = await queries.standing(signed_in(request), request.path_params["code"])
    return standing, standing.work(requirement(request, standing).key)


def requirement(request: Request, standing: Standing) -> Any:
    """The requirement of this address, or NotFound."""
    return standing.requirement(request.path_params["key"])


async def cohort_around(request: Request, standing: Standing) -> dict[str, Any]:
    """The cohort in which this work is done, whose bar stands above it and hears its name; none for who works alone."""
    if not standing.cohort_id:
        return {"cohort": None, "bar_marks": [], "nav": "learning"}
    seat = await cohorts.seat(signed_in(request), standing.cohort_id)
    marks = await pages.marks_of(request, seat.roster_topic)
    return {"cohort": await cohorts.cohort(seat), "bar_marks": marks, "nav": "cohort"}


def address(request: Request) -> str:
    """The workspace's own address."""
    return f"/work/{request.path_params['code']}/{request.path_params['key']}"


def device(request: Request) -> str:
    """From where somebody writes, in the words of her list of sign-ins."""
    return request.state.session.device[:200]
