"""The doors of one channel's settings."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion.entering import CHANNELS, enter, frame, named_channel, sit
from community.discussion.settings import actions, queries, rules
from community.discussion.settings.rules import Backlog, Level
from community.errors import Conflict, Invalid, NotFound, permit
from community.pages import _


async def show_settings(request: Request) -> Response:
    """GET …/channels/9/involvement: what one is told of it; for facilitators what latecomers read."""
    return await _settings(request)


class Choice(BaseModel):
    level: Level


async def choose(request: Request) -> Response:
    """POST …/channels/9/involvement"""
    here = await sit(request)
    channel = await named_channel(request, here)
    try:
        await actions.choose(here.seat, channel, (await pages.form(request, Choice)).level)
    except Invalid as wrong:
        return await _settings(request, 422, wrong)
    except Conflict as wrong:
        return await _settings(request, 409, Invalid({"level": wrong.why}, {}))
    return pages.redirect(request, channel.address)


class Policy(BaseModel):
    backlog: Backlog


async def set_backlog(request: Request) -> Response:
    """POST …/channels/9/backlog: what who joins later reads, by a facilitator."""
    here = await sit(request)
    channel = await named_channel(request, here)
    if channel.kind == "private":
        raise NotFound
    permit(
        rules.can_set_backlog(here.seat, here.cohort, channel.kind), _("Facilitators say what who joins later reads.")
    )
    try:
        await actions.set_backlog(here.seat, here.cohort, channel, (await pages.form(request, Policy)).backlog)
    except Invalid as wrong:
        return await _settings(request, 422, wrong)
    return pages.redirect(request, channel.address)


async def _settings(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    here = await enter(request, watch=False)
    channel = here.channel(request.path_params)
    if not rules.levels(channel.kind):
        raise NotFound
    return pages.page(
        request,
        "discussion/settings.html",
        status,
        **await frame(request, here),
        channel=channel,
        chosen=await queries.involvement(here.seat, channel),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


routes = [
    *(Route(address + "/involvement", show_settings) for address in CHANNELS),
    *(Route(address + "/involvement", choose, methods=["POST"]) for address in CHANNELS),
    *(Route(address + "/backlog", set_backlog, methods=["POST"]) for address in CHANNELS),
]
