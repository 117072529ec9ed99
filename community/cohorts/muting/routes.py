"""The doors of muting a member: for who leads, and never of one who leads."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries, reasons, rules
from community.cohorts.muting import actions
from community.cohorts.queries import Member, Place
from community.errors import Conflict, Invalid, permit
from community.pages import Notice, _, signed_in


class Muting(BaseModel):
    days: Literal["1", "3", "7"]
    reason: Annotated[str, Field(min_length=3, max_length=500)]


async def show(request: Request) -> Response:
    """GET /cohorts/7/members/12/muting"""
    return await _page(request, *await _of(request))


async def mute(request: Request) -> Response:
    """POST /cohorts/7/members/12/muting: for one, three or seven days."""
    place, member = await _of(request)
    try:
        said = await pages.form(request, Muting)
        await actions.mute(place, member, int(said.days), said.reason)
    except (Invalid, Conflict) as wrong:
        return await _page(request, place, member, wrong)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members")


async def end(request: Request) -> Response:
    """POST /cohorts/7/members/12/muting/ending"""
    place, member = await _of(request)
    await actions.unmute(place, member)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members")


async def _of(request: Request) -> tuple[Place, Member]:
    place = await queries.place(signed_in(request), request.path_params["cohort_id"])
    permit(rules.leads(place), reasons.leaders_only())
    member = await queries.member_at(place, request.path_params["seat_id"])
    permit(rules.may_remove(place, member) and member.role != "facilitator", reasons.not_removed_by_you())
    return place, member


async def _page(
    request: Request, place: Place, member: Member, wrong: Invalid | Conflict | None = None
) -> Response:
    status, errors = pages.problem(wrong)
    typed = wrong.typed if isinstance(wrong, Invalid) else {}
    muted = await queries.seat_at(place, member.seat_id)
    return pages.page(
        request, "cohorts/muting.html", status, nav="cohort", cohort=place.cohort, seat=place.seat, member=member,
        muted=muted, errors=errors, typed=typed,
    )  # fmt: skip


HERE = "/cohorts/{cohort_id:int}/members/{seat_id:int}/muting"
routes = [
    Route(HERE, show, methods=["GET"]),
    Route(HERE, mute, methods=["POST"]),
    Route(HERE + "/ending", end, methods=["POST"]),
]
notices = {
    "seat.muted": Notice(
        *(queries.owners_by_id, "cohorts/muted", queries.news_by_id, lambda seat: f"/cohorts/{seat.cohort_id}"),
        called=lambda: _("I am asked to read along for some days"), can_switch_off=False,
    ),
}  # fmt: skip
