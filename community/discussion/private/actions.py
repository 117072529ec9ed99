"""Somebody writes to one other of the cohort; mutes or leaves what two talk about."""

from collections.abc import Sequence
from uuid import UUID

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Member, Seat
from community.discussion import actions, rules
from community.discussion.attachments.actions import File
from community.discussion.private import queries
from community.discussion.queries import Channel, Message
from community.discussion.rules import Kind, Party
from community.errors import NotFound, permit
from community.events import record


async def write(seat: Seat, cohort: Cohort, other: Member, text: str, key: UUID, files: Sequence[File] = ()) -> Message:
    """Say something to one person, in the one private thread of the two, which is made by its first message.

    Who had left it comes back by writing. Conflict while the other has left.
    """
    permit(rules.can_write_to(seat, cohort, other), rules.why_not_write_to(seat, cohort, other))
    async with db.transaction():
        await cohorts.lock_by_id(seat.person_id, cohort.id)
        thread = await queries.thread_with(seat, other.person_id)
        if thread is None:
            thread = await queries.add_thread(seat, other.person_id, clock.now())
            record("thread.opened", seat.topic, f"seat:{other.seat_id}", about=thread.id, by=seat.person_id)
        else:
            await queries.set_party(seat, thread.id or 0, Party.OPEN)
        return await actions.post(seat, cohort, thread, text, key, None, files)


async def open_between(one: Seat, other: Seat, by_id: int) -> None:
    """The private thread of these two stands there before either has written, as who facilitates put them together.

    In the caller's transaction, under the cohort's lock. One that is there stays as it is, also if somebody left it.
    """
    if await queries.thread_with(one, other.person_id) is None:
        thread = await queries.add_thread(one, other.person_id, clock.now())
        record("thread.opened", one.topic, other.topic, about=thread.id, by=by_id)


async def stand(seat: Seat, channel: Channel, state: Party) -> None:
    """Mute a private thread, leave it, or be told of it again. NotFound for any other channel."""
    if channel.kind != Kind.PRIVATE or not await queries.set_party(seat, channel.id or 0, state):
        raise NotFound
