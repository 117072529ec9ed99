"""The face of discussion."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.discussion import actions, queries, rules
from community.discussion.queries import Channel
from community.errors import Invalid, NotFound
from community.limits import spend
from community.pages import Live, signed_in

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST)]


class Said(BaseModel):
    text: Text
    post_key: UUID


async def show_discussion(request: Request) -> Response:
    """GET /cohorts/7/discussion: on to General."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    cohort = await cohorts.cohort(seat)
    general = next(one for one in await queries.channels(seat, cohort) if one.kind == rules.Kind.GENERAL)
    return pages.redirect(request, general.address)


async def show_channel(request: Request) -> Response:
    """GET /cohorts/7/channels/9 (or general, announcements) · /cohorts/7/requirements/talk_plan/channel"""
    return await _channel(request)


async def post_message(request: Request) -> Response:
    """POST …/messages: say something here."""
    person = signed_in(request)
    try:
        said = await pages.form(request, Said)
    except Invalid as wrong:
        if request.headers.get("hx-request"):
            raise
        return await _channel(request, 422, wrong)
    seat, cohort, _channels, channel = await _where(request)
    await spend("message", f"person {person.id}")
    message = await actions.post(seat, cohort, channel, said.text, said.post_key)
    if request.headers.get("hx-request"):
        return pages.fragment(request, "discussion/_message.html", message=message, audience=rules.EVERYONE)
    address = f"/cohorts/{cohort.id}/channels/{message.channel_id}#message-{message.id}"
    return pages.redirect(request, address)


async def _channel(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat, cohort, channels, channel = await _where(request)
    await pages.watch(request, *(one.topic for one in channels if one.id), seat.cohort_topic)
    messages = await queries.messages(seat, cohort, channel) if channel.id else []
    return pages.page(
        request, "discussion/channel.html", status, seat=seat, cohort=cohort, channels=channels, channel=channel,
        messages=messages, audience=rules.EVERYONE, rules=rules, nav="cohort",
        errors=wrong.fields if wrong else {}, typed=wrong.typed if wrong else {},
    )


async def _where(request: Request):
    """Seat, cohort, all its channels, and the one that the address names; NotFound for anything else."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    cohort = await cohorts.cohort(seat)
    channels = await queries.channels(seat, cohort)
    return seat, cohort, channels, _named(channels, request.path_params)


def _named(channels: list[Channel], named: dict) -> Channel:
    for one in channels:
        by_number = "channel_id" in named and one.id == named["channel_id"]
        by_kind = "kind" in named and one.kind == named["kind"] and one.kind in (rules.Kind.GENERAL, rules.Kind.ANNOUNCEMENTS)
        by_key = "key" in named and one.requirement_key == named["key"]
        if by_number or by_kind or by_key:
            return one
    raise NotFound


HERE = "/cohorts/{cohort_id:int}"
CHANNELS = (HERE + "/channels/{channel_id:int}", HERE + "/channels/{kind}", HERE + "/requirements/{key}/channel")
routes = [
    Route(HERE + "/discussion", show_discussion),
    *(Route(address, show_channel) for address in CHANNELS),
    *(Route(address + "/messages", post_message, methods=["POST"]) for address in CHANNELS),
]
live = {
    (kind, "channel"): Live("discussion/_message.html", message=queries.messages_by_id)
    for kind in ("message.posted", "message.answered", "message.edited", "message.deleted", "reaction.changed")
}
topics = {"channel": queries.audiences_by_id}
