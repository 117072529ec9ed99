"""The door of the week's letter, and how it is told."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.insights.desk.entering import organizes
from community.insights.weekly import actions, queries
from community.jobs import Job
from community.pages import ByMail, Keep, Notice, _


class Wish(BaseModel):
    wanted: Literal["yes", "no"]


async def want(request: Request) -> Response:
    """POST /affiliates/7/insights/summary: by mail each Monday, or no more."""
    desk = await organizes(request)
    wish = await pages.form(request, Wish)
    await actions.want(desk, wish.wanted == "yes")
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/insights?done={wish.wanted}#summary")


routes = [Route("/affiliates/{affiliate_id:int}/insights/summary", want, methods=["POST"])]
notices = {
    actions.KIND: Notice(
        *(queries.readers_by_id, "insights/summary", queries.summaries_by_id, lambda about: about.address),
        called=lambda: _("The week of an affiliate that I organize, where I asked for it"),
        mail=ByMail(thread=lambda about: f"summary {about.affiliate_id}"),
    )
}
jobs = {"insights.weekly": Job(actions.make_due, every=timedelta(minutes=15))}
keeps = {"summary_wish": Keep(person="person_id"), "summary": Keep(person="person_id")}
