"""What one wrote in practice, as rows: nobody else ever reads it."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.evidence.anchors import Anchor
from community.feedback.outlooks.rules import Outlooks
from community.people.queries import Person


@dataclass(frozen=True)
class Practice:
    """One's own round on one invented draft; `compared_at` None while one writes."""

    id: int
    draft_key: str
    begun_at: datetime
    compared_at: datetime | None
    outlooks: Outlooks


@dataclass(frozen=True)
class PracticeNote:
    """A note on an invented draft, with its place as in notes.queries.Note."""

    id: int
    kind: str
    text: str
    place: str
    criterion_key: str
    quote: str
    start: int


async def practices(person: Person) -> dict[str, Practice]:
    """One's own rounds, by draft."""
    found = await db.many(
        Practice,
        """
        select id, draft_key, begun_at, compared_at, outlooks from practice
        where person_id = :person_id order by id limit 100
        """,
        person_id=person.id,
    )
    return {one.draft_key: one for one in found}


async def notes(person: Person, draft_key: str) -> list[PracticeNote]:
    """What one has pinned to this draft: the whole, criteria, then passages in its order."""
    return await db.many(
        PracticeNote,
        """
        select practice_note.id, kind, text, place, criterion_key, quote, start
        from practice_note join practice on practice.id = practice_id
        where person_id = :person_id and draft_key = :draft_key
        order by place <> 'whole', place, criterion_key, start, practice_note.id limit 100
        """,
        person_id=person.id,
        draft_key=draft_key,
    )


# --- writing ---


async def begin(person: Person, draft_key: str, at: datetime) -> None:
    """A round is open from the first note on."""
    await db.run(
        """
        insert into practice (person_id, draft_key, begun_at) values (:person_id, :draft_key, :at)
        on conflict (person_id, draft_key) do nothing
        """,
        person_id=person.id,
        draft_key=draft_key,
        at=at,
    )


async def add_note(
    person: Person, draft_key: str, kind: str, text: str, criterion_key: str, anchor: Anchor | None, at: datetime
) -> int | None:
    """Pin a note to a passage, a criterion or the whole; None once it was compared."""
    return await db.value(
        """
        insert into practice_note
            (practice_id, kind, text, place, criterion_key, quote, before, after, start, pinned_at)
        select practice.id, :kind, :text, :place, :criterion_key, :quote, :before, :after, :start, :at
        from practice where person_id = :person_id and draft_key = :draft_key and compared_at is null
        returning id
        """,
        person_id=person.id,
        draft_key=draft_key,
        kind=kind,
        text=text,
        place="passage" if anchor else "criterion" if criterion_key else "whole",
        criterion_key=criterion_key,
        quote=anchor.quote if anchor else "",
        before=anchor.before if anchor else "",
        after=anchor.after if anchor else "",
        start=anchor.start if anchor else 0,
        at=at,
    )


async def remove_note(person: Person, draft_key: str, note_id: int) -> int:
    """Take one's own note away while one writes."""
    return await db.run(
        """
        delete from practice_note using practice
        where practice_note.id = :note_id and practice.id = practice_id and person_id = :person_id
          and draft_key = :draft_key and compared_at is null
        """,
        note_id=note_id,
        person_id=person.id,
        draft_key=draft_key,
    )


async def set_compared(person: Person, draft_key: str, outlooks: Outlooks, at: datetime) -> int:
    """From now on the model notes stand beside one's own; 0 where they do already, or nothing was begun."""
    return await db.run(
        """
        update practice set compared_at = :at, outlooks = :outlooks
        where person_id = :person_id and draft_key = :draft_key and compared_at is null
        """,
        person_id=person.id,
        draft_key=draft_key,
        outlooks=outlooks,
        at=at,
    )


async def forget(person: Person, draft_key: str) -> None:
    """Begin anew: what was written goes."""
    await db.run(
        "delete from practice where person_id = :person_id and draft_key = :draft_key",
        person_id=person.id,
        draft_key=draft_key,
    )
