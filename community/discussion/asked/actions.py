"""Somebody without a seat asks a facilitator, and writes on; what nobody answered for a year is erased."""

from uuid import UUID

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.discussion import queries as discussion
from community.discussion import texts
from community.discussion.actions import Posted
from community.discussion.asked import queries, rules
from community.discussion.asked.queries import Asker
from community.discussion.private import queries as parties
from community.discussion.queries import Channel
from community.discussion.rules import Kind, Party
from community.errors import Conflict, NotFound, permit
from community.events import record
from community.once import once
from community.pages import _
from community.people.queries import Person


async def ask(person: Person, cohort: Cohort, text: str, key: UUID) -> int:
    """A question to a facilitator, in the private thread of the two; its number. Conflict where nobody answers."""
    seat = await cohorts.seat_of(person, cohort.id)
    if not rules.can_ask(seat):
        raise Conflict(rules.why_not_ask(seat))

    async def make() -> str:
        await cohorts.lock_by_id(person.id, cohort.id)
        guide = await queries.guide(person, cohort.id)
        if guide is None:
            raise Conflict(_("Nobody answers here just now. Ask its affiliate."))
        at = clock.now()
        channel_id, is_new = await queries.thread(person, cohort.id, guide, at)
        if is_new:
            record("thread.opened", f"seat:{guide.seat_id}", about=channel_id, by=person.id)
        await _write(Asker(person.id, cohort.id, channel_id, at), cohort, text, key)
        return str(channel_id)

    return int(await once("question", person.id, key, make))


async def say(asker: Asker, cohort: Cohort, text: str, key: UUID) -> int:
    """Who asked says more; the message's number. Conflict while the facilitator has left."""
    permit(rules.can_say(asker, cohort), rules.why_not_say(asker, cohort))

    async def make() -> str:
        if not await parties.are_both_there(asker, asker.channel_id):
            raise Conflict(_("Nobody else reads here any more: the other has left."))
        return str(await _write(asker, cohort, text, key))

    return int(await once("answer", asker.person_id, key, make))


async def stand(asker: Asker, state: Party) -> None:
    """Mute the thread, leave it, or be told of it again."""
    if not await parties.set_party(asker, asker.channel_id, state):
        raise NotFound


async def forget(_payload: dict) -> None:
    """The job, safe to repeat."""
    async with db.transaction():
        await queries.forget_by_id(clock.now() - rules.STAYS_UNANSWERED)


async def _write(asker: Asker, cohort: Cohort, text: str, key: UUID) -> int:
    text, at = texts.plain(text), clock.now()
    there = Channel(asker.channel_id, asker.cohort_id, Kind.PRIVATE)
    written = texts.written(text)  # nobody is named in it: the cohort's names are its members'
    message_id = await discussion.add_message(asker, there, None, text, written.html, cohort.language, key, at)
    record("message.posted", asker.topic, about=message_id, by=asker.person_id, detail=Posted(None))
    return message_id
