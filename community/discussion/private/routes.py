"""The doors of private threads: write to one, mute, leave."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Member
from community.discussion import forms, rules
from community.discussion import queries as discussion
from community.discussion.attachments import actions as attachments
from community.discussion.entering import Seated, enter, frame, sit
from community.discussion.private import actions, queries
from community.discussion.rules import LONGEST, Party
from community.errors import Conflict, Invalid, NotFound, permit
from community.limits import spend
from community.pages import _

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


async def show_choice(request: Request) -> Response:
    """GET /cohorts/7/private-threads/new?to=12: to whom, and what; where the two talk already, on to that."""
    here = await sit(request)
    to = pages.row(request, "to")
    if to is not None:
        other = await _member(here, to)
        thread = await queries.thread_with(here.seat, other.person_id)
        if thread and thread.id in [one.id for one in await discussion.channels(here.seat, here.cohort)]:
            return pages.redirect(request, thread.address)
    return await _new(request)


class Letter(BaseModel):
    to: Annotated[int, Field(ge=1, le=2**62)]
    text: Text
    post_key: UUID


async def write(request: Request) -> Response:
    """POST /cohorts/7/private-threads: say something to one of the cohort."""
    here = await sit(request)
    permit(rules.can_react(here.seat, here.cohort), rules.why_not_post(here.seat, here.cohort, rules.Kind.PRIVATE))
    await spend("message", f"person {here.person.id}")
    new = discussion.Channel(None, here.cohort.id, rules.Kind.PRIVATE)
    try:
        said, files, _about = await forms.written(request, Letter, here, new)
        async with attachments.taken(files):
            other = await _chosen(here, said)
            message = await actions.write(here.seat, here.cohort, other, said.text, said.post_key, files)
    except Invalid as wrong:
        return await _new(request, 422, wrong)
    except Conflict as wrong:
        return await _new(request, 409, Invalid({"text": wrong.why}, {"text": said.text, "to": str(said.to)}))
    return pages.redirect(request, f"/cohorts/{here.cohort.id}/channels/{message.channel_id}#message-{message.id}")


class Standing(BaseModel):
    state: Party


async def stand(request: Request) -> Response:
    """POST /cohorts/7/channels/9/standing: be told of it, mute it, leave it."""
    here = await sit(request)
    channel = await discussion.channel(here.seat, request.path_params["channel_id"])
    if channel.kind != rules.Kind.PRIVATE:
        raise NotFound
    chosen = await pages.form(request, Standing)
    await actions.stand(here.seat, channel, chosen.state)
    address = f"/cohorts/{here.cohort.id}/channels/general" if chosen.state is Party.LEFT else channel.address
    return pages.redirect(request, address)


async def _member(here: Seated, seat_id: int) -> Member:
    """Who sits here in this seat now; NotFound for anybody else."""
    for one in await cohorts.members(here.seat):
        if one.seat_id == seat_id:
            return one
    raise NotFound


async def _chosen(here: Seated, said: Letter) -> Member:
    """To whom it goes; Invalid, with what was typed, for who does not sit here (any more)."""
    try:
        return await _member(here, said.to)
    except NotFound:
        raise Invalid({"to": _("Choose somebody who sits here.")}, {"text": said.text, "to": str(said.to)}) from None


async def _new(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    here = await enter(request)
    permit(rules.can_react(here.seat, here.cohort), rules.why_not_post(here.seat, here.cohort, rules.Kind.PRIVATE))
    shown: dict[str, Any] = await frame(request, here)
    members = await cohorts.members(here.seat)
    return pages.page(
        request,
        "discussion/private.html",
        status,
        **shown,
        channel=None,
        words="",
        others=[one for one in members if rules.can_write_to(here.seat, here.cohort, one)],
        to=request.query_params.get("to", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(HERE + "/private-threads/new", show_choice, methods=["GET"]),
    Route(HERE + "/private-threads", write, methods=["POST"]),
    Route(HERE + "/channels/{channel_id:int}/standing", stand, methods=["POST"]),
]
