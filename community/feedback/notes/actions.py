"""Pinning notes, changing and removing them before they are sent."""

from community import clock, db
from community.errors import Conflict, Invalid
from community.evidence import anchors
from community.evidence.anchors import Anchor
from community.feedback import reasons
from community.feedback.notes import queries
from community.feedback.notes.rules import Place
from community.feedback.readings import queries as readings
from community.feedback.readings.queries import Feedback
from community.people.queries import Person


async def pin(person: Person, given: Feedback, draft: str, kind: str, text: str, place: Place) -> int:
    """Pin a note; what was begun is empty again. Raises Invalid for words that are not in the draft."""
    async with db.transaction():
        anchor = anchor_of(draft, place)
        note_id = await queries.add_note(person, given, kind, text, place, anchor, clock.now())
        if note_id is None:
            raise Conflict(reasons.sent_already())
        await readings.set_begun(person, given, {}, clock.now())
    return note_id


async def change(person: Person, given: Feedback, note_id: int, kind: str, text: str) -> None:
    if not await queries.set_note(person, given, note_id, kind, text, clock.now()):
        raise Conflict(reasons.sent_already())


async def remove(person: Person, given: Feedback, note_id: int) -> None:
    """Take it away; it may be gone already."""
    async with db.transaction():
        await queries.remove_note(person, given, note_id)


def anchor_of(draft: str, place: Place) -> Anchor | None:
    """The words that a place names; None for the whole or a criterion. Raises Invalid where there are none."""
    if place.start is None or place.end is None:
        return None
    anchor = anchors.pin(draft, place.start, place.end)
    if anchor is None:
        raise Invalid({"place": reasons.nothing_to_point_at()})
    return anchor
