"""What happens in practice: a note is pinned or taken away, one compares, one begins anew. Nobody is told of it."""

from community import clock, db
from community.errors import Conflict, Invalid
from community.feedback import reasons
from community.feedback.notes.actions import anchor_of
from community.feedback.notes.rules import Place
from community.feedback.outlooks.rules import Outlooks
from community.feedback.practice import queries
from community.feedback.practice.drafts import Draft
from community.feedback.readings import rules as reading_rules
from community.people.queries import Person


async def pin(person: Person, draft: Draft, kind: str, text: str, place: Place) -> int:
    """Pin a note. Raises Conflict for too many, or once it was compared; Invalid for words that are not there."""
    async with db.transaction():
        await queries.begin(person, draft.key, clock.now())
        if len(await queries.notes(person, draft.key)) >= reading_rules.MOST_NOTES:
            raise Conflict(reasons.many_notes())
        anchor = anchor_of(draft.text, place)
        note_id = await queries.add_note(person, draft.key, kind, text, place.criterion, anchor, clock.now())
        if note_id is None:
            raise Conflict(reasons.compared_already())
    return note_id


async def remove(person: Person, draft: Draft, note_id: int) -> None:
    """Take it away; it may be gone already."""
    await queries.remove_note(person, draft.key, note_id)


async def compare(person: Person, draft: Draft, said: Outlooks) -> None:
    """Show the model notes. Raises Invalid with what the form still needs (R45); comparing twice is comparing once."""
    async with db.transaction():
        if reading_rules.missing(draft.protocol, [note.kind for note in await queries.notes(person, draft.key)]):
            raise Invalid({"": reasons.not_enough()})
        wrong = reasons.of_outlooks(said)
        if wrong:
            raise Invalid(wrong)
        await queries.set_compared(person, draft.key, said, clock.now())


async def begin_anew(person: Person, draft: Draft) -> None:
    await queries.forget(person, draft.key)
