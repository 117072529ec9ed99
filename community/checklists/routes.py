"""The doors of the lists: their page, a strip of them on the cohort's page, a tick; and the slice's face."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.checklists import actions, queries
from community.cohorts import queries as cohorts
from community.cohorts import reasons, rules
from community.cohorts.queries import Place
from community.errors import NotFound, permit
from community.pages import Keep, Live, signed_in


class Tick(BaseModel):
    done: Literal["yes", "no"]


async def show_checklist(request: Request) -> Response:
    """GET /cohorts/7/checklist: with ?part=1 only the lists."""
    place = await _led(request)
    part = "part" in request.query_params
    around = await _around(request, place)
    members = (await cohorts.members(place.seat))[:40] if place.seat and not part else []
    here = request.state.realtime.here(place.cohort.topic)
    page = "checklists/_part.html" if part else "checklists/checklist.html"
    return pages.page(request, page, nav="cohort", seat=place.seat, members=members, here=here, **around)


async def show_strip(request: Request) -> Response:
    """GET /cohorts/7/checklist/strip: how far each list is, among the parts of the cohort's page."""
    place = await _led(request)
    return pages.fragment(request, "checklists/_strip.html", **await _around(request, place))


async def tick(request: Request) -> Response:
    """POST /cohorts/7/checklist/read_it_all: done=yes or no."""
    place, key = await _led(request), request.path_params["item"]
    box = (await queries.checklist(place)).box(key)
    if box is None:
        raise NotFound
    wanted = await pages.form(request, Tick)
    await actions.tick(place, box, wanted.done == "yes")
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/checklist#item-{key}")


async def _led(request: Request) -> Place:
    place = await cohorts.place(signed_in(request), request.path_params["cohort_id"])
    permit(rules.leads(place), reasons.leaders_only())
    return place


async def _around(request: Request, place: Place) -> dict[str, Any]:
    """The lists, and what they follow: their own ticks; seats and meetings, at whose news they are asked for anew."""
    marks = await pages.watch(request, actions.topic(place.cohort.id), place.cohort.roster_topic)
    return {"cohort": place.cohort, "marks": marks, "checklist": await queries.checklist(place)}


HERE = "/cohorts/{cohort_id:int}/checklist"
routes = [
    Route(HERE, show_checklist, methods=["GET"]),
    Route(HERE + "/strip", show_strip, methods=["GET"]),
    Route(HERE + "/{item}", tick, methods=["POST"]),
]
live = {
    (kind, "checklist"): Live("checklists/_lists.html", checklist=queries.checklists_by_id)
    for kind in ("checklist.ticked", "checklist.cleared")
}
topics = {"checklist": queries.audiences_by_id}
keeps = {"checklist_tick": Keep(person="person_id", on_erase="unname")}
