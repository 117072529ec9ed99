"""What happens in a discussion: a channel is made, something is said."""

from dataclasses import dataclass
from uuid import UUID

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion import mentions, queries, rules
from community.discussion.queries import Channel, Message
from community.discussion.rules import Kind
from community.errors import Conflict, permit
from community.events import record
from community.once import once
from community.pages import _


@dataclass(frozen=True)
class Posted:
    """Detail of `message.posted`: in which thread, if it is a reply."""

    thread_id: int | None


async def post(seat: Seat, cohort: Cohort, channel: Channel, text: str, key: UUID, thread: Message | None = None) -> Message:
    """Say something in a channel, which is made by its first message, or in a thread of it.

    Made once however often the same `key` is sent; a later post answers with the first one's message.
    """
    permit(rules.can_post(seat, cohort, channel.kind), rules.why_not_post(seat, cohort, channel.kind))
    made = mentions.written(text, await cohorts.members(seat))

    async def make() -> str:
        there = channel if channel.id is not None else await open_channel(seat, channel.kind, channel.requirement_key)
        thread_id = thread.root_id if thread else None
        message_id = await queries.add_message(seat, there, thread_id, text, made.html, cohort.language, clock.now())
        await queries.add_mentions(seat, message_id, made.people)
        record("message.posted", there.topic, about=message_id, by=seat.person_id, detail=Posted(thread_id))
        if thread_id:
            record("message.answered", there.topic, about=thread_id, by=seat.person_id)
        return str(message_id)

    message_id = int(await once(seat.person_id, key, make))
    return (await queries.messages_by_id([message_id]))[message_id]


async def open_channel(seat: Seat, kind: str, key: str | None = None, name: str = "") -> Channel:
    """The channel of this kind (and requirement), made if nobody has yet. Inside a transaction."""
    channel, new = await queries.add_channel(seat, kind, key, name, clock.now())
    if new:
        record("channel.made", seat.cohort_topic, about=channel.id, by=seat.person_id)
    return channel


async def make_channel(seat: Seat, cohort: Cohort, name: str) -> Channel:
    """A further channel, on a topic of its own."""
    permit(rules.can_make_channel(seat, cohort), _("Facilitators make channels."))
    async with db.transaction():
        if await queries.count_channels(seat) >= rules.MOST_CHANNELS:
            raise Conflict(_("This cohort has as many channels as a page can follow."))
        return await open_channel(seat, Kind.TOPIC, name=name)
