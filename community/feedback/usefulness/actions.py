"""An author says once how useful a reader's notes were (F73); only their giver hears it."""

from community import clock, db
from community.errors import Conflict
from community.events import record
from community.feedback import reasons
from community.feedback.readings.queries import Feedback
from community.feedback.requests.queries import Request
from community.feedback.usefulness import queries
from community.people.queries import Person


async def say(person: Person, request: Request, given: Feedback, worth: str, words: str) -> None:
    """Said again in the same words it stands; Conflict for others. Other readers of the draft hear nothing of it."""
    async with db.transaction():
        if await queries.add(person, given, worth, words, clock.now()):
            topics = [f"seat:{seat_id}" for seat_id in (request.seat_id, given.seat_id) if seat_id]
            topics += [f"person:{given.person_id}"] if given.person_id else []
            record("feedback.found_useful", *topics, about=given.id, by=person.id)
            return
        before = (await queries.said(person, [request])).get(given.id)
        if before is None or (before.worth, before.words) != (worth, words):
            raise Conflict(reasons.said_already())
