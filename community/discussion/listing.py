"""The list of channels as a page, and a further channel."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion import actions, rules
from community.discussion.entering import COHORT, enter, frame, sit
from community.errors import Conflict, Invalid, permit
from community.limits import spend
from community.once import once
from community.pages import _


async def show_channels(request: Request) -> Response:
    """GET /cohorts/7/channels: the side list as a page, for phones; facilitators make channels here."""
    return await _channels(request)


class NewChannel(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=60)]
    post_key: UUID


async def make_channel(request: Request) -> Response:
    """POST /cohorts/7/channels: a further one, by a facilitator."""
    here = await sit(request)
    permit(rules.can_make_channel(here.seat, here.cohort), _("Facilitators make channels."))
    person = here.person
    try:
        new = await pages.form(request, NewChannel)
        await spend("post", f"person {person.id}")

        async def make() -> str:
            return str((await actions.make_channel(here.seat, here.cohort, new.name)).id)

        channel_id = await once("channel", person.id, new.post_key, make)
    except Invalid as wrong:
        return await _channels(request, 422, wrong)
    except Conflict as wrong:
        return await _channels(request, 409, Invalid({"name": wrong.why}, {"name": new.name}))
    return pages.redirect(request, f"/cohorts/{here.cohort.id}/channels/{channel_id}")


async def _channels(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    here = await enter(request)
    return pages.page(
        request,
        "discussion/channels.html",
        status,
        **await frame(request, here),
        channel=None,
        words="",
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


routes = [
    Route(COHORT + "/channels", show_channels),
    Route(COHORT + "/channels", make_channel, methods=["POST"]),
]
