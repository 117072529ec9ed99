"""A thread is resolved, or a reply of it is the answer: said, and taken back."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion import actions, queries, rules
from community.discussion.entering import sit
from community.errors import permit
from community.limits import spend
from community.pages import _


class Resolution(BaseModel):
    resolved: Literal["yes", "no"]


async def resolve(request: Request) -> Response:
    """POST /cohorts/7/messages/55/resolution: its thread is resolved; if 55 is a reply, by it. Or no longer."""
    here = await sit(request)
    message = await queries.message(here.seat, here.cohort, request.path_params["message_id"])
    root = await queries.message(here.seat, here.cohort, message.root_id)
    permit(rules.can_resolve(here.seat, here.cohort, root), _("Who began a thread says when it is resolved."))
    said = await pages.form(request, Resolution)
    await spend("reaction", f"person {here.person.id}")
    await actions.resolve(here.seat, here.cohort, root, message, said.resolved == "yes")
    return pages.redirect(request, message.address)


routes = [Route("/cohorts/{cohort_id:int}/messages/{message_id:int}/resolution", resolve, methods=["POST"])]
