"""The door of a cohort's kit: a flyer to print with a picture to scan, talking points, three mails."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, rendering
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts import reasons
from community.cohorts import rules as leading
from community.config import settings
from community.errors import NotFound, permit
from community.finding.kit import rules
from community.finding.places import rules as places
from community.meetings import queries as meetings


async def show(request: Request) -> Response:
    """GET /cohorts/7/kit, for who leads; 404 while it takes nobody."""
    place = await cohorts.place(pages.signed_in(request), request.path_params["cohort_id"])
    permit(leading.leads(place), reasons.leaders_only())
    cohort = place.cohort
    offered = await cohorts.public_cohort(cohort.slug)
    if offered is None:
        raise NotFound
    language, base = pages.language_of(request), settings().base_url
    found = await meetings.public_next_meetings([cohort.id])
    definition = await catalogue.public_definition(cohort.code)
    about: dict[str, Any] = {
        "cohort": offered,
        "offer": places.offer(offered, found.get(cohort.id), request.state.now, language),
        "competency": definition.competency if definition else "",
        "hours": (definition.hours_min, definition.hours_max) if definition else None,
        "spoken_code": cohort.spoken_code,
        "join_link": f"{base}/join/{cohort.spoken_code}",
        "page_link": f"{base}/groups/{cohort.slug}",
        "catalogue_link": f"{base}/catalogue/{cohort.code}",
        "few": rules.FEW,
    }
    letters = [
        rules.letter(name, rendering.render(f"finding/kit_{name}.txt", language, **about))
        for name in rules.LETTERS
        if rules.goes_out(name, offered, offered.taken, offered.free)
    ]
    return pages.page(request, "finding/kit.html", nav="cohort", place=place, letters=letters, **about)


routes = [Route("/cohorts/{cohort_id:int}/kit", show, methods=["GET"])]
