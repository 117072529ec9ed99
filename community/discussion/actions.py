"""What happens in a discussion: something is said, changed, deleted, answered with a sign; a channel is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion import queries, rules, texts
from community.discussion.attachments import actions as attachments
from community.discussion.attachments.actions import Brought
from community.discussion.pointing import telling
from community.discussion.pointing.targets import Target
from community.discussion.private import queries as parties
from community.discussion.queries import Channel, Message
from community.discussion.rules import Kind
from community.errors import Conflict, permit
from community.events import record
from community.notifications import actions as notifications
from community.once import once
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Posted:
    """Detail of `message.posted`: in which thread, if it is a reply."""

    thread_id: int | None


@dataclass(frozen=True)
class Edited:
    """Detail of `message.edited`: which version it is now."""

    version: int


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


async def post(
    seat: Seat, cohort: Cohort, channel: Channel, text: str, key: UUID, thread: Message | None = None,
    files: Sequence[Brought] = (), about: Target | None = None,
) -> Message:  # fmt: skip
    """Say something in a channel, which is made by its first message, or in a thread of it; `files` come with it.

    Made once however often the same `key` is sent; a later post answers with the first one's message. Files of a
    message that is not made are not kept.
    """
    made: list[int] = []
    try:
        message_id = await _post(seat, cohort, channel, text, key, thread, files, about, made)
    except BaseException:
        made.clear()
        raise
    finally:
        if not made:
            await attachments.let_go(files)
    return (await queries.messages_by_id([message_id]))[message_id]


async def edit(seat: Seat, cohort: Cohort, message: Message, text: str) -> Message:
    """Its author says it differently; what it said before stays readable (F54). Conflict if it changed meanwhile."""
    permit(rules.can_edit(seat, cohort, message), _("Only its author can change a message, while it stands."))
    text = texts.plain(text)
    if text != await queries.source(seat, message):
        made = texts.written(text, await _nameable(seat, text))
        async with db.transaction():
            if not await queries.change(seat, message, text, made, clock.now()):
                raise Conflict(
                    _("This message has changed meanwhile, perhaps on another device of yours. Look at it again.")
                )
            await queries.add_mentions(seat, message.id, made.people)
            record(
                "message.edited", message.topic, about=message.id, by=seat.person_id, detail=Edited(message.version + 1)
            )
            _tell_pin(seat, message.topic, message.id, await queries.is_pinned(seat, message))
    return (await queries.messages_by_id([message.id]))[message.id]


async def delete(seat: Seat, cohort: Cohort, message: Message) -> Message:
    """Its author takes it back: that something stood here stays, what it said is for author and facilitators."""
    permit(rules.can_delete(seat, cohort, message), _("Only its author can delete a message, while it stands."))
    async with db.transaction():
        was_pinned = await queries.take_down(seat, message.id)
        if not await queries.mark_deleted(seat, message, clock.now()):
            raise Conflict(_("This message is deleted already."))
        await attachments.remove(seat, message.id)
        record("message.deleted", message.topic, about=message.id, by=seat.person_id)
        _tell_thread(seat, message.topic, message.thread_id)
        _tell_pin(seat, message.topic, message.id, was_pinned)
        if message.about_key:
            telling.tell(seat, seat.id, message.about_key)
    return (await queries.messages_by_id([message.id]))[message.id]


async def hide(seat: Seat, message_id: int, why: str) -> None:
    """A facilitator takes back what another wrote, with a sentence for all who read there.

    The caller has decided that they may, and opened the transaction. What is deleted already stays so.
    """
    was_pinned = await queries.take_down(seat, message_id)
    hidden = await queries.hide(seat, message_id, why, clock.now())
    if hidden:
        topic = f"channel:{hidden.channel_id}"
        record("message.hidden", topic, about=message_id, by=seat.person_id)
        _tell_thread(seat, topic, hidden.thread_id)
        _tell_pin(seat, topic, message_id, was_pinned)
        await telling.tell_thread(seat, hidden.thread_id or message_id)


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


async def make_channel(seat: Seat, cohort: Cohort, name: str) -> Channel:
    """A further channel, on a topic of its own."""
    permit(rules.can_make_channel(seat, cohort), _("Facilitators make channels."))
    async with db.transaction():
        if await queries.count_topics(seat) >= rules.MOST_TOPICS:
            raise Conflict(_("This cohort has as many channels as one can keep an eye on."))
        return await _open(seat, Kind.TOPIC, name=name)


async def mark_read(seat: Seat, channel: Channel, message_id: int, person: Person | None = None) -> None:
    """This person has seen the newest message of the channel, `message_id`. No event: it concerns nobody else.

    What `person` was told of being mentioned there is read as well.
    """
    if channel.id is not None:
        await queries.mark_read(seat, channel.id, message_id, clock.now())
        if person:
            called = await queries.seen(seat, channel.id, message_id)
            await notifications.read_about(person, "message.posted", called)


async def _post(
    seat: Seat, cohort: Cohort, channel: Channel, text: str, key: UUID, thread: Message | None,
    files: Sequence[Brought], about: Target | None, made: list[int],
) -> int:  # fmt: skip
    """The message's id, which is put into `made` if it was made now."""
    permit(rules.can_post(seat, cohort, channel.kind), rules.why_not_post(seat, cohort, channel.kind))
    text = texts.plain(text)
    written = texts.written(text, await _nameable(seat, text))

    async def make() -> str:
        if thread and not rules.can_answer(thread):
            raise Conflict(_("This message was deleted a moment ago. Say it in the channel instead."))
        there = channel if channel.id is not None else await _open(seat, channel.kind, channel.requirement_key)
        if there.kind == Kind.PRIVATE and not await parties.are_both_there(seat, there.id or 0):
            raise Conflict(_("Nobody else reads here any more: the other has left."))
        thread_id = thread.root_id if thread else None
        at = clock.now()
        message_id = await queries.add_message(
            seat, there, thread_id, text, written.html, cohort.language, key, at, about
        )
        if written.people:
            await queries.add_mentions(seat, message_id, written.people)
        await attachments.add(seat, message_id, files)
        record("message.posted", there.topic, about=message_id, by=seat.person_id, detail=Posted(thread_id))
        _tell_thread(seat, there.topic, thread_id)
        if about:
            telling.tell(seat, seat.id, about.requirement.key)
        made.append(message_id)
        return str(message_id)

    return int(await once(seat.person_id, key, make))


async def _open(seat: Seat, kind: str, key: str | None = None, name: str = "") -> Channel:
    """The channel of this kind (and requirement), made if nobody has yet. Inside the caller's transaction."""
    channel, new = await queries.add_channel(seat, kind, key, name, clock.now())
    if new:
        record("channel.made", seat.cohort_topic, about=channel.id, by=seat.person_id)
    return channel


def _tell_thread(seat: Seat, topic: str, root_id: int | None) -> None:
    """The first message of a thread says how many replies it has."""
    if root_id is not None:
        record("message.answered", topic, about=root_id, by=seat.person_id)


def _tell_pin(seat: Seat, topic: str, message_id: int, is_pinned: bool) -> None:
    """The head of the channel says what a message says that is, or was, pinned there."""
    if is_pinned:
        record("message.pin_changed", topic, about=message_id, by=seat.person_id)


async def _nameable(seat: Seat, text: str) -> list:
    return await cohorts.members(seat) if "@" in text else []
