"""What its author does with a note, and what both say about it: the other one hears it at once (R47)."""

from community import clock, db
from community.errors import NotFound
from community.events import record
from community.feedback.readings.queries import Feedback
from community.feedback.requests import actions as requests
from community.feedback.requests.queries import Request
from community.feedback.uptakes import queries
from community.people.queries import Person


async def take_up(person: Person, request: Request, given: Feedback, note_id: int, uptake: str, reason: str) -> None:
    """Used, adapted or not used, with a reason; the giver is told at once (R47)."""
    async with db.transaction():
        if not await queries.set_uptake(person, note_id, uptake, reason, clock.now()):
            raise NotFound
        record("note.taken_up", *topics(request, given), about=note_id, by=person.id)
        await requests.settle(person, request.work_id)


async def reply(person: Person, request: Request, given: Feedback, note_id: int, text: str) -> int:
    """A word about one note, from either side."""
    async with db.transaction():
        reply_id = await queries.add_reply(person, note_id, text, clock.now())
        if reply_id is None:
            raise NotFound
        record("note.replied", *topics(request, given), about=note_id, by=person.id)
    return reply_id


async def thank(person: Person, request: Request, given: Feedback, thanks: str) -> None:
    """A word to who gave it."""
    async with db.transaction():
        if not await queries.set_thanks(person, given.id, thanks, clock.now()):
            raise NotFound
        record("feedback.thanked", *topics(request, given), about=given.id, by=person.id)


async def helped(person_id: int, micro_credential_id: int) -> None:
    """Whose notes were used or adapted hears that it is earned (R47); in the caller’s transaction."""
    for given_id, giver_id in await queries.helped_by_id(person_id, micro_credential_id):
        record("feedback.helped", f"person:{giver_id}", about=given_id, by=person_id)


def topics(request: Request, given: Feedback) -> list[str]:
    """The draft's, its author's own and the giver's own."""
    return [request.topic, *(f"seat:{seat_id}" for seat_id in (request.seat_id, given.seat_id) if seat_id)]
