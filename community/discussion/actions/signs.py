"""What one does to a message that stands: gives it a sign, resolves its thread, pins it."""

from dataclasses import dataclass

from community import clock, db
from community.cohorts.queries import Cohort, Seat
from community.discussion import queries, rules
from community.discussion.pointing import telling
from community.discussion.queries import Message
from community.discussion.rules import Kind
from community.errors import Conflict, permit
from community.events import record
from community.pages import _


@dataclass(frozen=True)
class Reacted:
    """Detail of `reaction.changed`: which sign was given or taken back."""

    reaction: str
    on: bool


@dataclass(frozen=True)
class Resolved:
    """Detail of `message.resolved`: whether the thread is, and which reply is the answer."""

    resolved: bool
    answer_id: int | None


@dataclass(frozen=True)
class Pinned:
    """Detail of `message.pinned`: whether it is, or was taken down."""

    pinned: bool


async def react(seat: Seat, cohort: Cohort, message: Message, reaction: str, on: bool) -> Message:
    """Give a sign, or take it back; what is so already stays so."""
    permit(rules.can_react(seat, cohort), rules.why_not_post(seat, cohort, Kind.GENERAL))
    async with db.transaction():
        if await queries.set_reaction(seat, message, reaction, on, clock.now()):
            record(
                "reaction.changed",
                message.topic,
                seat.topic,
                about=message.id,
                by=seat.person_id,
                detail=Reacted(reaction, on),
            )
    return (await queries.messages_by_id([message.id]))[message.id]


async def resolve(seat: Seat, cohort: Cohort, root: Message, message: Message, on: bool) -> None:
    """The thread of `root` is resolved, or open again; a reply as `message` is then its answer, or no longer.

    What is so already stays so. A reply that is no longer the answer opens the thread again.
    """
    permit(rules.can_resolve(seat, cohort, root), _("Who began a thread says when it is resolved."))
    is_reply = message.id != root.id
    if on and is_reply and message.deleted_at:
        raise Conflict(_("This message is deleted already."))
    async with db.transaction():
        was = await queries.hold_resolved(seat, root)
        if not on and is_reply and was.answer_id != message.id:
            return
        answer_id = None if not on else message.id if is_reply else was.answer_id
        if (was.resolved_at is not None, was.answer_id) == (on, answer_id):
            return
        await queries.set_resolved(seat, root, (was.resolved_at or clock.now()) if on else None, answer_id)
        record("message.resolved", root.topic, about=root.id, by=seat.person_id, detail=Resolved(on, answer_id))
        if (was.resolved_at is not None) != on:
            await telling.tell_thread(seat, root.id)
        for reply_id in (was.answer_id, answer_id):
            if reply_id and was.answer_id != answer_id:
                record("message.marked", root.topic, about=reply_id, by=seat.person_id)


async def pin(seat: Seat, cohort: Cohort, message: Message, on: bool) -> None:
    """It stands at the head of its channel, or no longer; what is so already stays so.

    Conflict if as many stand there as may.
    """
    permit(rules.can_pin(seat, cohort, message), rules.why_not_pin())
    async with db.transaction():
        was = await queries.hold_pinned(seat, message)
        if was.deleted_at:
            raise Conflict(_("This message is deleted already."))
        if (was.pinned_at is not None) == on:
            return
        if on and was.pins >= rules.MOST_PINS:
            raise Conflict(_("As many messages are pinned here as find room. Unpin one of them first."))
        await queries.set_pinned(seat, message, clock.now() if on else None)
        record("message.pinned", message.topic, about=message.id, by=seat.person_id, detail=Pinned(on))
