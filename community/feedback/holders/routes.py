"""The doors of reading elsewhere: what a holder says, what a cohort's facilitator says (R44)."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, limits, pages
from community.cohorts import queries as cohorts
from community.errors import Invalid, permit
from community.feedback import content, reasons
from community.feedback.holders import actions, queries, rules
from community.feedback.requests import rules as request_rules
from community.feedback.telling import asked_by_id, whom_by_id
from community.jobs import Job
from community.pages import ByMail, Keep, Notice, _, signed_in


class Said(BaseModel):
    a_month: int = Field(ge=min(rules.CHOICES), le=max(rules.CHOICES))


class Welcome(BaseModel):
    welcome: Literal["yes", "no"]


async def show(request: Request) -> Response:
    """GET /feedback/elsewhere: how often I may be asked, and the drafts I am asked to read."""
    return await _page(request)


async def say(request: Request) -> Response:
    """POST /feedback/elsewhere: a_month=2."""
    person = signed_in(request)
    try:
        posted = await pages.form(request, Said)
    except Invalid as wrong:
        return await _page(request, 422, wrong)
    await limits.spend("post", f"person {person.id}")
    await actions.say(person, posted.a_month)
    return pages.redirect(request, f"{HERE}?done=saved")


async def set_welcome(request: Request) -> Response:
    """POST /cohorts/7/feedback/holders: welcome=yes, and its members may ask holders elsewhere."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    permit(seat.is_facilitator, reasons.facilitators_decide())
    posted = await pages.form(request, Welcome)
    await limits.spend("post", f"person {person.id}")
    await actions.set_welcome(seat, posted.welcome == "yes")
    return pages.redirect(request, f"/cohorts/{seat.cohort_id}/feedback#holders")


async def _page(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    return pages.page(
        request,
        "feedback/holders/elsewhere.html",
        status,
        holds_any=await actions.holds_any(person),
        a_month=await queries.a_month(person),
        asked=await queries.asked(person, clock.now()),
        protocols=content.protocols(),
        minutes=request_rules.minutes,
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="profile",
    )


HERE = "/feedback/elsewhere"
routes = [
    Route(HERE, show, methods=["GET"]),
    Route(HERE, say, methods=["POST"]),
    Route("/cohorts/{cohort_id:int}/feedback/holders", set_welcome, methods=["POST"]),
]
notices = {
    "holder.asked": Notice(
        *(whom_by_id, "feedback/holder_asked", asked_by_id, lambda asked: asked.request.address),
        called=lambda: _("Somebody elsewhere in my state needs a reader, for a badge that I hold"), asks=True,
        mail=ByMail(thread=lambda asked: f"request {asked.request.id}"),
    ),
}
jobs = {"feedback.ask_holders": Job(actions.ask_holders, every=timedelta(minutes=10), within=300, at_once=1)}
keeps = {"holder_willing": Keep(person="person_id")}
