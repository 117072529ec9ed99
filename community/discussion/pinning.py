"""A facilitator pins a message to the head of its channel, and takes it down."""

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


class Pinning(BaseModel):
    pinned: Literal["yes", "no"]


async def pin(request: Request) -> Response:
    """POST /cohorts/7/messages/55/pin: it stands at the head of its channel. Or no longer."""
    here = await sit(request)
    message = await queries.message(here.seat, here.cohort, request.path_params["message_id"])
    permit(rules.can_pin(here.seat, here.cohort, message), rules.why_not_pin())
    said = await pages.form(request, Pinning)
    await spend("reaction", f"person {here.person.id}")
    await actions.pin(here.seat, here.cohort, message, said.pinned == "yes")
    return pages.redirect(request, message.address)


routes = [Route("/cohorts/{cohort_id:int}/messages/{message_id:int}/pin", pin, methods=["POST"])]
