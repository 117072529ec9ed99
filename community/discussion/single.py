"""One message: its thread, what it said before, its editor, its deletion, the signs it was given."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion import actions, forms, queries, rules, stream
from community.discussion.entering import Entered, Seated, enter, frame, sit
from community.discussion.forms import About
from community.discussion.pointing.targets import targets
from community.discussion.queries import Channel, Message
from community.discussion.rules import LONGEST
from community.errors import Conflict, Invalid, permit
from community.limits import spend
from community.pages import Live, _, signed_in

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]

MESSAGE = Live("discussion/_message.html", alone=True, message=queries.messages_by_id)


# --- looking ---


async def show_message(request: Request) -> Response:
    """GET /cohorts/7/messages/55: its thread, and what one can do with it; for htmx the thread beside the channel."""
    return await _thread(request)


async def show_versions(request: Request) -> Response:
    """GET /cohorts/7/messages/55/versions: what it said, now and before (F54)."""
    here, message = await _where(request)
    permit(
        rules.can_see_versions(here.seat, message),
        _("What a deleted message said is for its author and the facilitators."),
    )
    return await _page(
        request, "discussion/versions.html", here, message, versions=await queries.versions(here.seat, message)
    )


async def show_editor(request: Request) -> Response:
    """GET /cohorts/7/messages/55/editor"""
    return await _editor(request)


async def show_deletion(request: Request) -> Response:
    """GET /cohorts/7/messages/55/deletion: what it means to delete it."""
    here, message = await _where(request)
    permit(
        rules.can_delete(here.seat, here.cohort, message), _("Only its author can delete a message, while it stands.")
    )
    return await _page(request, "discussion/deletion.html", here, message)


# --- doing ---


class Reply(BaseModel):
    text: Text
    post_key: UUID
    about: About = ""


async def post_reply(request: Request) -> Response:
    """POST /cohorts/7/messages/55/replies"""
    here, thread = await _message(request)  # whether somebody may is decided before what they typed is looked at
    root = await _root(here, thread)
    channel = Channel(root.channel_id, here.cohort.id, root.kind, root.requirement_key)
    permit(
        rules.can_post(here.seat, here.cohort, channel.kind), rules.why_not_post(here.seat, here.cohort, channel.kind)
    )
    await spend("message", f"person {here.person.id}")
    try:
        said, files, about = await forms.written(request, Reply, here, channel)
    except Invalid as wrong:
        if request.headers.get("hx-request"):
            raise
        return await _thread(request, 422, wrong)
    message = await actions.post(here.seat, here.cohort, channel, said.text, said.post_key, root, files, about)
    if request.headers.get("hx-request"):
        return pages.shown(request, MESSAGE, rules.EVERYONE, message)
    return pages.redirect(request, f"/cohorts/{here.cohort.id}/messages/{root.id}#message-{message.id}")


class Edition(BaseModel):
    text: Text
    version: Annotated[int, Field(ge=1, le=2_000_000_000)]


async def edit_message(request: Request) -> Response:
    """POST /cohorts/7/messages/55/versions: its author says it differently."""
    person = signed_in(request)
    try:
        said = await pages.form(request, Edition)
        await spend("message", f"person {person.id}")
        here, message = await _message(request)
        if said.version != message.version:
            raise Conflict(
                _("It has changed since you opened it. Your text is still here: look at the other one, then save.")
            )
        await actions.edit(here.seat, here.cohort, message, said.text)
    except Invalid as wrong:
        return await _editor(request, 422, wrong)
    except Conflict as wrong:
        return await _editor(request, 409, Invalid({"text": wrong.why}, {"text": said.text}))
    return pages.redirect(request, _in_its_place(message))


async def delete_message(request: Request) -> Response:
    """POST /cohorts/7/messages/55/deletion"""
    here, message = await _message(request)
    await actions.delete(here.seat, here.cohort, message)
    return pages.redirect(request, _in_its_place(message))


class Sign(BaseModel):
    """`on` "toggle" is what a button without JavaScript's knowledge of the reader can say."""

    kind: rules.Reaction
    on: Literal["yes", "no", "toggle"] = "toggle"


async def react(request: Request) -> Response:
    """POST /cohorts/7/messages/55/reactions: give a sign or take it back."""
    here, message = await _message(request)
    permit(rules.can_react(here.seat, here.cohort), rules.why_not_post(here.seat, here.cohort, rules.Kind.GENERAL))
    sign = await pages.form(request, Sign)
    await spend("reaction", f"person {here.person.id}")
    has = any(sign.kind in mine.kinds for mine in await queries.mine(here.seat, [message]))
    on = not has if sign.on == "toggle" else sign.on == "yes"
    message = await actions.react(here.seat, here.cohort, message, sign.kind, on)
    if request.headers.get("hx-request"):
        mine = (await queries.mine(here.seat, [message]))[:1]
        return pages.fragment(request, "discussion/_reacted.html", message=message, mine=mine, audience=rules.EVERYONE)
    return pages.redirect(request, message.address)


# --- what several of them need ---


async def _thread(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    beside = bool(request.headers.get("hx-request"))
    here, message = await _where(request, watch=not beside)
    root = await _root(here, message)
    replies = await queries.replies(here.seat, root, pages.row(request, "before"))
    if message.thread_id and message.id < min((reply.id for reply in replies), default=0):
        replies = await queries.replies(here.seat, root, message.id + 1)
    mine = await queries.mine(here.seat, [root, *replies])
    shown: dict[str, Any] = {
        "root": root,
        "chosen": message,
        "channel": _channel_of(here, root),
        "entries": stream.entries(replies, here.person.time_zone),
        "mine": mine,
        "own": next((one.kinds for one in mine if one.message_id == message.id), []),
        "hidden": await queries.earlier(here.seat, root, replies),
        "first": replies[0].id if replies else None,
        "errors": wrong.fields if wrong else {},
        "typed": wrong.typed if wrong else {},
    }
    if beside:
        return pages.fragment(
            request,
            "discussion/_aside.html",
            seat=here.seat,
            cohort=here.cohort,
            rules=rules,
            audience=rules.EVERYONE,
            targets=await targets(here.cohort.definition_version_id),
            **shown,
        )
    return pages.page(request, "discussion/thread.html", status, **await frame(request, here), **shown, words="")


async def _editor(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    here, message = await _where(request)
    permit(rules.can_edit(here.seat, here.cohort, message), _("Only its author can change a message, while it stands."))
    return await _page(
        request,
        "discussion/editor.html",
        here,
        message,
        status,
        source=await queries.source(here.seat, message),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


async def _page(
    request: Request, template: str, here: Entered, message: Message, status: int = 200, **more
) -> Response:
    shown = {"message": message, "channel": _channel_of(here, message), "words": "", **more}
    return pages.page(request, template, status, **await frame(request, here), **shown)


async def _where(request: Request, watch: bool = False) -> tuple[Entered, Message]:
    """For a page. 404 for a message of another cohort, and for one from before the reader's backlog."""
    here = await enter(request, watch)
    return here, await queries.message(here.seat, here.cohort, request.path_params["message_id"])


async def _message(request: Request) -> tuple[Seated, Message]:
    """The same for a deed."""
    here = await sit(request)
    return here, await queries.message(here.seat, here.cohort, request.path_params["message_id"])


async def _root(here: Seated, message: Message) -> Message:
    return await queries.message(here.seat, here.cohort, message.thread_id) if message.thread_id else message


def _channel_of(here: Entered, message: Message) -> Channel:
    return here.channel({"channel_id": message.channel_id})


def _in_its_place(message: Message) -> str:
    """Where one reads it among the others."""
    if message.thread_id:
        place = f"/cohorts/{message.cohort_id}/messages/{message.thread_id}"
    else:
        place = f"/cohorts/{message.cohort_id}/channels/{message.channel_id}?at={message.id}"
    return f"{place}#message-{message.id}"


HERE = "/cohorts/{cohort_id:int}/messages/{message_id:int}"
routes = [
    Route(HERE, show_message),
    Route(HERE + "/replies", post_reply, methods=["POST"]),
    Route(HERE + "/versions", show_versions),
    Route(HERE + "/versions", edit_message, methods=["POST"]),
    Route(HERE + "/editor", show_editor),
    Route(HERE + "/deletion", show_deletion),
    Route(HERE + "/deletion", delete_message, methods=["POST"]),
    Route(HERE + "/reactions", react, methods=["POST"]),
]
