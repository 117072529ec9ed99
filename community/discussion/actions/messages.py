"""Something is said, changed, deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion import queries, rules, texts
from community.discussion.actions.channels import opened
from community.discussion.actions.telling import tell_pin, tell_thread
from community.discussion.attachments import actions as attachments
from community.discussion.attachments.actions import File
from community.discussion.pointing import telling
from community.discussion.pointing.targets import Target
from community.discussion.private import queries as parties
from community.discussion.queries import Channel, Message
from community.discussion.quoting import actions as quoting
from community.discussion.quoting import queries as quotations
from community.discussion.rules import Kind
from community.errors import Conflict, permit
from community.events import record
from community.once import once
from community.pages import _


@dataclass(frozen=True)
class Posted:
    """Detail of `message.posted`: in which thread, if it is a reply."""

    thread_id: int | None


@dataclass(frozen=True)
class Edited:
    """Detail of `message.edited`: which version it is now."""

    version: int


async def post(
    seat: Seat, cohort: Cohort, channel: Channel, text: str, key: UUID, thread: Message | None = None,
    files: Sequence[File] = (), about: Target | None = None, quotation: int | None = None,
) -> Message:  # fmt: skip
    """Say something in a channel, which is made by its first message, or in a thread of it; `files` come with it.

    It may quote what its author has marked in the draft: `quotation` is its number.

    Made once however often the same `key` is sent; a later post answers with the first one's message. Files of a
    message that is not made are not kept.
    """
    made: list[int] = []
    try:
        message_id = await _post(seat, cohort, channel, text, key, thread, files, about, quotation, made)
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
            tell_pin(seat, message.topic, message.id, await queries.is_pinned(seat, message))
    return (await queries.messages_by_id([message.id]))[message.id]


async def delete(seat: Seat, cohort: Cohort, message: Message) -> Message:
    """Its author takes it back: that something stood here stays, what it said is for author and facilitators."""
    permit(rules.can_delete(seat, cohort, message), _("Only its author can delete a message, while it stands."))
    async with db.transaction():
        was_pinned = await queries.take_down(seat, message.id)
        if not await queries.mark_deleted(seat, message, clock.now()):
            raise Conflict(_("This message is deleted already."))
        await attachments.remove(seat, message.id)
        await quotations.take_back(seat, message.id)
        record("message.deleted", message.topic, about=message.id, by=seat.person_id)
        tell_thread(seat, message.topic, message.thread_id)
        tell_pin(seat, message.topic, message.id, was_pinned)
        if message.about_key:
            telling.tell(seat, seat.id, message.about_key)
    return (await queries.messages_by_id([message.id]))[message.id]


async def _post(
    seat: Seat, cohort: Cohort, channel: Channel, text: str, key: UUID, thread: Message | None,
    files: Sequence[File], about: Target | None, quotation: int | None, made: list[int],
) -> int:  # fmt: skip
    """The message's id, which is put into `made` if it was made now."""
    permit(rules.can_post(seat, cohort, channel.kind), rules.why_not_post(seat, cohort, channel.kind))
    text = texts.plain(text)
    written = texts.written(text, await _nameable(seat, text))

    async def make() -> str:
        if thread and not rules.can_answer(thread):
            raise Conflict(_("This message was deleted a moment ago. Say it in the channel instead."))
        there = await opened(seat, channel)
        if there.kind == Kind.PRIVATE and not await parties.are_both_there(seat, there.id or 0):
            raise Conflict(_("Nobody else reads here any more: the other has left."))
        thread_id = thread.root_id if thread else None
        at = clock.now()
        quoted = await quoting.about(seat, cohort, channel.requirement_key, quotation, text) if quotation else None
        pointed = about or quoted
        message_id = await queries.add_message(
            seat, there, thread_id, text, written.html, cohort.language, key, at, pointed
        )
        if quoted and quotation:
            await quotations.send(seat, quotation, message_id)
        if written.people:
            await queries.add_mentions(seat, message_id, written.people)
        await attachments.add(seat, message_id, files)
        record("message.posted", there.topic, about=message_id, by=seat.person_id, detail=Posted(thread_id))
        tell_thread(seat, there.topic, thread_id)
        if pointed:
            telling.tell(seat, seat.id, pointed.requirement.key)
        made.append(message_id)
        return str(message_id)

    return int(await once(f"message in cohort {cohort.id}", seat.person_id, key, make))


async def _nameable(seat: Seat, text: str) -> list:
    return await cohorts.members(seat) if "@" in text else []
