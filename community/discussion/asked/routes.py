"""The doors of who asked from a cohort's public page and has no seat there: read, write on, mute, leave."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts.queries import Cohort
from community.discussion import actions as discussion
from community.discussion import queries as messages
from community.discussion import rules as talk
from community.discussion import stream
from community.discussion.asked import actions, queries, rules
from community.discussion.asked.queries import Asker
from community.discussion.queries import Message
from community.discussion.rules import LONGEST, Party
from community.errors import Conflict, Invalid, NotFound, permit
from community.jobs import Job
from community.limits import spend
from community.uploads import sending

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


async def show(request: Request) -> Response:
    """GET /asked/9: the thread of one's question; on to the cohort's discussion once one sits there. ?before=40"""
    person, channel_id = pages.signed_in(request), request.path_params["asked_id"]
    try:
        await queries.asker(person, channel_id)
    except NotFound:
        cohort_id = await queries.seated(person, channel_id)
        return pages.redirect(request, f"/cohorts/{cohort_id}/channels/{channel_id}")
    return await _page(request)


async def show_earlier(request: Request) -> Response:
    """GET /asked/9/messages?before=40: what stands above a message, for the list on the page."""
    asker, _cohort = await _enter(request)
    found = await queries.messages(asker, pages.row(request, "before"))
    return pages.fragment(request, "discussion/_earlier.html", **await _shown(request, asker, found))


class Said(BaseModel):
    text: Text
    post_key: UUID


async def say(request: Request) -> Response:
    """POST /asked/9/messages: write on."""
    asker, cohort = await _enter(request)
    permit(rules.can_say(asker, cohort), rules.why_not_say(asker, cohort))
    await spend("message", f"person {asker.person_id}")
    by_itself = bool(request.headers.get("hx-request"))
    try:
        said = await pages.form(request, Said)
        message_id = await actions.say(asker, cohort, said.text, said.post_key)
    except Invalid as wrong:
        if by_itself:
            raise
        return await _page(request, 422, wrong)
    except Conflict as wrong:
        if by_itself:
            raise
        return await _page(request, 409, Invalid({"text": wrong.why}, {"text": said.text}))
    if by_itself:
        message = await queries.message(asker, message_id)
        return pages.fragment(request, "discussion/_message.html", message=message, audience=talk.ASKER)
    return pages.redirect(request, f"{asker.address}#message-{message_id}")


class Read(BaseModel):
    message_id: Annotated[int, Field(ge=1, le=2**62)]


async def mark_read(request: Request) -> Response:
    """POST /asked/9/read-marker: the newest message was seen; what told of it is read as well."""
    asker, _cohort = await _enter(request)
    read = await pages.form(request, Read)
    await discussion.mark_read(asker, asker.channel, read.message_id, pages.signed_in(request))
    return Response(status_code=204) if request.headers.get("hx-request") else pages.redirect(request, asker.address)


class Standing(BaseModel):
    state: Party


async def stand(request: Request) -> Response:
    """POST /asked/9/standing: be told of it, mute it, leave it."""
    asker, _cohort = await _enter(request)
    chosen = await pages.form(request, Standing)
    await actions.stand(asker, chosen.state)
    return pages.redirect(request, "/inbox" if chosen.state is Party.LEFT else asker.address)


async def send_content(request: Request) -> Response:
    """GET /asked/9/files/7K2Q…/content: a file of an answer, once looked at; gone with its message."""
    asker, _cohort = await _enter(request)
    return await sending.copy(request, await queries.attachment(asker, request.path_params["attachment"]))


async def _enter(request: Request) -> tuple[Asker, Cohort]:
    return await queries.asker(pages.signed_in(request), request.path_params["asked_id"])


async def _page(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    channel_id = request.path_params["asked_id"]
    marks = await pages.watch(request, f"channel:{channel_id}")
    asker, cohort = await _enter(request)
    before = pages.row(request, "before")
    return pages.page(
        request,
        "discussion/asked.html",
        status,
        **await _shown(request, asker, await queries.messages(asker, before)),
        cohort=cohort,
        marks=marks,
        why_not=rules.why_not_say(asker, cohort),
        is_newest=not before,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="find",
    )


async def _shown(request: Request, asker: Asker, found: list[Message]) -> dict[str, Any]:
    """The list with its lines, and what is the reader's own of it."""
    earlier = found[0].id if found and await queries.messages(asker, found[0].id) else None
    unread = stream.first_unread(found, asker, asker.read_to)
    return {
        "channel": asker.channel,
        "entries": stream.entries(found, pages.signed_in(request).time_zone, unread),
        "mine": await messages.mine(asker, found),
        "earlier": earlier,
        "audience": talk.ASKER,
    }


HERE = "/asked/{asked_id:int}"
routes = [
    Route(HERE, show, methods=["GET"]),
    Route(HERE + "/messages", show_earlier, methods=["GET"]),
    Route(HERE + "/messages", say, methods=["POST"]),
    Route(HERE + "/read-marker", mark_read, methods=["POST"]),
    Route(HERE + "/standing", stand, methods=["POST"]),
    Route(HERE + "/files/{attachment}/content", send_content, methods=["GET"]),
]
jobs = {"discussion.asked": Job(actions.forget, every=timedelta(hours=1), within=60, at_once=1)}
