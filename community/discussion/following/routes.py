"""The doors of one thread's settings, and the notices of what is said in threads and announced."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion import queries as discussion
from community.discussion.entering import COHORT, enter, frame, sit
from community.discussion.following import queries
from community.discussion.queries import mentions_by_id
from community.discussion.queries.mention_rows import Mentioned
from community.discussion.rules import Kind
from community.discussion.settings.rules import Level
from community.errors import Invalid, NotFound
from community.pages import Bundle, ByMail, Keep, Notice, _

AS_CHANNEL = "channel"


async def show_settings(request: Request) -> Response:
    """GET /cohorts/7/messages/55/involvement: how much one is told of the thread that message 55 began."""
    return await _settings(request)


class Choice(BaseModel):
    level: Literal["channel", "everything", "mentions", "nothing"]


async def choose(request: Request) -> Response:
    """POST /cohorts/7/messages/55/involvement. No event: it concerns nobody else."""
    here = await sit(request)
    root = await discussion.message(here.seat, here.cohort, request.path_params["message_id"])
    if not _has_settings(root):
        raise NotFound
    try:
        level = (await pages.form(request, Choice)).level
    except Invalid as wrong:
        return await _settings(request, 422, wrong)
    await queries.choose(here.seat, root, None if level == AS_CHANNEL else Level(level))
    return pages.redirect(request, root.address)


async def _settings(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    here = await enter(request, watch=False)
    root = await discussion.message(here.seat, here.cohort, request.path_params["message_id"])
    if not _has_settings(root):
        raise NotFound
    channel = here.channel({"channel_id": root.channel_id})
    chosen = await queries.chosen(here.seat, root)
    return pages.page(
        request,
        "discussion/following.html",
        status,
        **await frame(request, here),
        root=root,
        channel=channel,
        chosen=chosen.value if chosen else AS_CHANNEL,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


def _has_settings(root: discussion.Message) -> bool:
    """Two who talk alone mute or leave instead; a reply has its thread's."""
    return root.thread_id is None and root.kind != Kind.PRIVATE


def _conversation(mention: Mentioned) -> str:
    return f"channel {mention.channel_id}"


ADDRESS = COHORT + "/messages/{message_id:int}/involvement"
routes = [Route(ADDRESS, show_settings), Route(ADDRESS, choose, methods=["POST"])]
notices = {
    "message.replied": Notice(
        *(queries.followers_by_id, "discussion/replied", mentions_by_id, lambda mention: mention.address),
        called=lambda: _("Somebody answers in a thread that I take part in, or follow"),
        mail=ByMail(thread=_conversation, when_away=True, at_once=False),
        hears="message.posted",
        bundle=Bundle(lambda mention: f"thread {mention.thread_id}", "discussion/replied_many"),
    ),
    "message.announced": Notice(
        *(queries.announced_to_by_id, "discussion/announced", mentions_by_id, lambda mention: mention.address),
        called=lambda: _("A facilitator announces something in a cohort of mine"),
        mail=ByMail(thread=_conversation, when_away=True),
        hears="message.posted",
        seen=discussion.read_by_id,
        bundle=Bundle(_conversation, "discussion/announced_many"),
    ),
}
keeps = {"thread_involvement": Keep(person="person_id")}
