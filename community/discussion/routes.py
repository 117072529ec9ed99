"""The discussion: channels, what is said in them, search; and the slice's face."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.discussion import actions, forms, listing, pinning, queries, resolving, rules, single, stream
from community.discussion.asked import routes as asking
from community.discussion.attachments import routes as attached
from community.discussion.entering import CHANNELS, COHORT, Entered, enter, frame, named_channel, sit
from community.discussion.following import routes as following
from community.discussion.forms import About
from community.discussion.pointing import routes as pointing
from community.discussion.pointing.targets import targets
from community.discussion.private import routes as private
from community.discussion.queries import Channel
from community.discussion.quoting import queries as quotations
from community.discussion.quoting import routes as quoting
from community.discussion.quoting.queries import Quotation
from community.discussion.rules import LONGEST
from community.discussion.settings import routes as settings
from community.discussion.single import MESSAGE
from community.discussion.writing import may_write_by_id
from community.errors import Invalid, permit
from community.limits import spend
from community.pages import Belongs, Bundle, ByMail, Keep, Live, Notice, Writing, _, signed_in

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
COMPACT = 12  # messages in the part of the cohort's page


# --- looking ---


async def show_discussion(request: Request) -> Response:
    """GET /cohorts/7/discussion: on to where somebody spoke last; with ?part=1 the part of the cohort's page."""
    is_part = "part" in request.query_params
    here = await enter(request, watch=is_part)
    if not is_part:
        return pages.redirect(request, here.last_used.address)
    channel = here.last_used
    messages = await queries.messages(here.seat, here.cohort, channel, most=COMPACT) if channel.id else []
    return pages.fragment(
        request,
        "discussion/_part.html",
        **await _shown(here, channel, messages),
        cohort=here.cohort,
        seat=here.seat,
        marks=here.marks,
        rules=rules,
        audience=rules.EVERYONE,
        unread=here.unread,
        announcements=here.announcements,
        targets=await targets(here.cohort.definition_version_id),
    )


async def show_unread(request: Request) -> Response:
    """GET /cohorts/7/unread: how much is unread, for the tab that leads here from the cohort's other pages."""
    here = await enter(request, watch=False)
    return pages.fragment(request, "discussion/_unread.html", unread=here.unread)


async def show_channel(request: Request) -> Response:
    """GET /cohorts/7/channels/9 (general, announcements) · …/requirements/talk_plan/channel; ?before=40 · ?at=40"""
    return await _channel(request)


async def show_earlier(request: Request) -> Response:
    """GET …/messages?before=40: what stands above a message, for the list on the page."""
    here = await enter(request, watch=False)
    channel = here.channel(request.path_params)
    before = pages.row(request, "before")
    messages = await queries.messages(here.seat, here.cohort, channel, before) if channel.id else []
    shown = await _shown(here, channel, messages)
    return pages.fragment(request, "discussion/_earlier.html", **shown, cohort=here.cohort, audience=rules.EVERYONE)


async def show_names(request: Request) -> Response:
    """GET /cohorts/7/names?q=an: whom one may mean by @an."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    found = rules.named(await cohorts.members(seat), request.query_params.get("q", ""))
    return pages.fragment(request, "discussion/_names.html", members=found)


async def show_search(request: Request) -> Response:
    """GET /cohorts/7/search?q=talking+chips&before=40"""
    here = await enter(request)
    words = request.query_params.get("q", "").replace("\x00", "").strip()
    found = []
    if words:
        await spend("search", f"person {here.person.id}")
        found = await queries.find(here.seat, here.cohort, words, pages.row(request, "before"))
    names = {one.id: one.title for one in here.channels}
    return pages.page(
        request,
        "discussion/search.html",
        **await frame(request, here),
        words=words,
        found=found[: queries.MOST_FOUND],
        more=found[queries.MOST_FOUND - 1].id if len(found) > queries.MOST_FOUND else None,
        names=names,
        channel=None,
        is_first="before" not in request.query_params,
    )


# --- doing ---


class Said(BaseModel):
    text: Text
    post_key: UUID
    about: About = ""
    quotation: Annotated[int, Field(ge=1, le=2**62)] | None = None


async def post_message(request: Request) -> Response:
    """POST …/messages: say something here."""
    here = await sit(request)  # whether somebody may is decided before what they typed is looked at
    channel = await named_channel(request, here)
    permit(
        rules.can_post(here.seat, here.cohort, channel.kind), rules.why_not_post(here.seat, here.cohort, channel.kind)
    )
    await spend("message", f"person {here.person.id}")
    try:
        said, files, about = await forms.written(request, Said, here, channel)
        message = await actions.post(
            here.seat, here.cohort, channel, said.text, said.post_key, None, files, about, said.quotation
        )
    except Invalid as wrong:
        if request.headers.get("hx-request"):
            raise
        return await _channel(request, 422, wrong)
    if request.headers.get("hx-request"):
        return pages.shown(request, MESSAGE, rules.EVERYONE, message)
    await queries.mark_read(here.seat, message.channel_id, message.id, message.at)  # who writes here has read
    return pages.redirect(request, f"/cohorts/{here.cohort.id}/channels/{message.channel_id}#message-{message.id}")


class Read(BaseModel):
    message_id: Annotated[int, Field(ge=1, le=2**62)]


async def mark_read(request: Request) -> Response:
    """POST …/read-marker: the newest message was seen."""
    here = await sit(request)
    channel = await named_channel(request, here)
    read = await pages.form(request, Read)
    await actions.mark_read(here.seat, channel, read.message_id, here.person)
    return Response(status_code=204) if request.headers.get("hx-request") else pages.redirect(request, channel.address)


# --- what several of them need ---


async def _channel(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    here = await enter(request)
    channel = here.channel(request.path_params)
    before, at = pages.row(request, "before"), pages.row(request, "at")
    if channel.id is None:
        messages = []
    elif at:
        messages = await queries.around(here.seat, here.cohort, channel, at)
    else:
        messages = await queries.messages(here.seat, here.cohort, channel, before)
    return pages.page(
        request,
        "discussion/channel.html",
        status,
        **await frame(request, here),
        **await _shown(here, channel, messages),
        is_newest=not before and (not at or len([m for m in messages if m.id > at]) < queries.PAGE // 2),
        news=await queries.news(here.seat, here.cohort, channel) if channel.id else [],
        pins=await queries.pins(here.seat, here.cohort, channel) if channel.id else [],
        quotation=await _quotation(request, here, channel),
        words="",
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


async def _quotation(request: Request, here: Entered, channel: Channel) -> Quotation | None:
    """What was marked in the draft to be asked about here, and goes with the next message."""
    number = pages.row(request, "quotation")
    found = await quotations.quotation(here.seat, number) if number else None
    return found if found and not found.message_id and found.requirement_key == channel.requirement_key else None


async def _shown(here: Entered, channel: Channel, messages: list) -> dict[str, Any]:
    """A list of messages with its lines, and what is the reader's own of it."""
    unread = stream.first_unread(messages, here.seat, channel.read_to)
    return {
        "channel": channel,
        "entries": stream.entries(messages, here.person.time_zone, unread),
        "mine": await queries.mine(here.seat, messages),
        "earlier": messages[0].id
        if messages and await queries.are_earlier(here.seat, here.cohort, messages[0])
        else None,
    }


routes = [
    Route(COHORT + "/unread", show_unread, methods=["GET"]),
    Route(COHORT + "/discussion", show_discussion),
    *listing.routes,
    Route(COHORT + "/names", show_names),
    Route(COHORT + "/search", show_search),
    *(Route(address, show_channel) for address in CHANNELS),
    *(Route(address + "/messages", show_earlier) for address in CHANNELS),
    *(Route(address + "/messages", post_message, methods=["POST"]) for address in CHANNELS),
    *(Route(address + "/read-marker", mark_read, methods=["POST"]) for address in CHANNELS),
    *single.routes,
    *resolving.routes,
    *pinning.routes,
    *private.routes,
    *asking.routes,
    *attached.routes,
    *settings.routes,
    *following.routes,
    *pointing.routes,
    *quoting.routes,
]
PIN = Live("discussion/_pin.html", pin=queries.pins_by_id)
SHOWN = (
    *("message.posted", "message.answered", "message.edited", "message.deleted", "message.hidden", "message.restored"),
    *("message.resolved", "message.marked", "message.file_changed", "reaction.changed"),
)
live = {
    **{(kind, "channel"): MESSAGE for kind in SHOWN},
    **{(kind, "channel"): PIN for kind in ("message.pinned", "message.pin_changed")},
    ("reaction.changed", "seat"): Live("discussion/_own_reactions.html", reactions=queries.reactions_by_id),
    ("channel.made", "cohort"): Live("discussion/_channel.html", channel=queries.channels_by_id),
    ("thread.opened", "seat"): Live("discussion/_channel.html", channel=queries.channels_by_id),
}
jobs = attached.jobs | asking.jobs | quoting.jobs
topics = {"channel": queries.audiences_by_id}
composes = {"channel": Writing(may_write_by_id, rules.hears_writing)}
notices = {
    "message.posted": Notice(
        *(queries.called_by_id, "discussion/mentioned", queries.mentions_by_id, lambda mention: mention.address),
        called=lambda: _("Somebody mentions me, or writes to me alone"),
        mail=ByMail(thread=lambda mention: f"channel {mention.channel_id}", when_away=True),
        seen=queries.read_by_id,
        bundle=Bundle(lambda mention: f"{mention.channel_id} {mention.thread_id}", "discussion/mentioned_many"),
    ),
    **following.notices,
}
keeps = {
    "message": Keep(person="person_id", on_erase="unname", hides=("html",)),
    "reaction": Keep(person="person_id"),
    "mention": Keep(person="person_id"),
    "read_marker": Keep(person="person_id"),
    "involvement": Keep(person="person_id"),
    "party": Keep(person="person_id"),
    "channel": Keep(person="created_by", on_erase="unname"),
    "quotation": Keep(person="person_id"),
    **following.keeps,
}
belongs = {
    ("message_version", "message"): Belongs("message_id", hides=("html",)),
    ("upload", "message"): Belongs("message_id", hides=("copy",), file="file", called="name"),
}
