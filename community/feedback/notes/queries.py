"""Notes as rows, with what was replied and what became of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from community import db
from community.evidence.anchors import Anchor
from community.feedback.faces import faces_of, giver_of
from community.feedback.notes.rules import Place
from community.feedback.readings.queries import Feedback
from community.people.queries import Person

NOTE = """
select note.id, note.feedback_id, feedback.request_id, feedback.person_id, note.kind, note.text, note.place,
       note.criterion_key, note.spot, note.quote, note.before, note.after, note.start, note.pinned_at, note.uptake,
       note.reason, note.taken_up_at, coalesce(seat.unnamed, not feedback.as_holder) as unnamed,
       exists (select from note_flag where note_flag.note_id = note.id and note_flag.state = 'hidden') as hidden
from note
join feedback on feedback.id = note.feedback_id
join feedback_request on feedback_request.id = feedback.request_id
left join seat on seat.cohort_id = feedback_request.cohort_id and seat.person_id = feedback.person_id
"""


@dataclass(frozen=True)
class Reply:
    """Something said about one note, by its author or the one whose draft it is."""

    id: int
    note_id: int
    by: Person | None
    text: str
    at: datetime


@dataclass(frozen=True)
class Note:
    """One remark with its place: the whole draft, a criterion, a passage with its words, or a `spot` in a file."""

    id: int
    feedback_id: int
    request_id: int
    person_id: int | None
    kind: str
    text: str
    place: str
    criterion_key: str
    spot: str
    quote: str
    before: str
    after: str
    start: int
    pinned_at: datetime
    uptake: str
    reason: str
    taken_up_at: datetime | None
    unnamed: bool
    hidden: bool  # by a facilitator, from whom it was given to
    giver: Person | None
    replies: tuple[Reply, ...] = ()

    @property
    def address(self) -> str:
        return f"/feedback/{self.request_id}/notes/{self.id}"

    def without_words(self) -> "Note":
        """As its receiver has it once it is hidden."""
        return replace(self, text="", spot="", quote="", before="", after="", replies=())


async def own_notes(person: Person, feedback: Feedback) -> list[Note]:
    """What one has pinned, in the order of the draft: the whole, criteria, then passages."""
    return await _notes(
        NOTE + "where feedback.id = :id and feedback.person_id = :person_id" + IN_ORDER,
        id=feedback.id,
        person_id=person.id,
    )


async def received(author: Person, work_id: int) -> list[Note]:
    """The notes that were sent on one's own work, in the order of the draft; of a hidden one not a word."""
    found = await _notes(
        NOTE
        + """
        join work on work.id = feedback_request.work_id
        where work.id = :work_id and work.person_id = :person_id and feedback.state = 'sent'
        """
        + IN_ORDER,
        work_id=work_id,
        person_id=author.id,
    )
    return [one.without_words() if one.hidden else one for one in found]


# --- writing ---


async def add_note(
    person: Person, feedback: Feedback, kind: str, text: str, at_place: Place, anchor: Anchor | None, at: datetime
) -> int | None:
    """Pin a note to a passage, a criterion, a file or the whole; None when it can no longer be changed."""
    return await db.value(
        """
        insert into note (feedback_id, kind, text, place, criterion_key, spot, quote, before, after, start, pinned_at)
        select feedback.id, :kind, :text, :place, :criterion_key, :spot, :quote, :before, :after, :start, :at
        from feedback where id = :id and person_id = :person_id and state = 'reading'
        returning id
        """,
        id=feedback.id,
        person_id=person.id,
        kind=kind,
        text=text,
        place="passage" if anchor else at_place.kind,
        criterion_key=at_place.criterion,
        spot=at_place.spot,
        quote=anchor.quote if anchor else "",
        before=anchor.before if anchor else "",
        after=anchor.after if anchor else "",
        start=anchor.start if anchor else 0,
        at=at,
    )


async def set_note(person: Person, feedback: Feedback, note_id: int, kind: str, text: str, at: datetime) -> int:
    """Change one's own note before it is sent; its reader is at it."""
    return await db.run(
        """
        with changed as (
          update note set kind = :kind, text = :text from feedback
          where note.id = :note_id and feedback.id = note.feedback_id and feedback.id = :id
            and feedback.person_id = :person_id and feedback.state = 'reading'
          returning feedback.id
        )
        update feedback set active_at = :at from changed where feedback.id = changed.id
        """,
        note_id=note_id,
        id=feedback.id,
        person_id=person.id,
        kind=kind,
        text=text,
        at=at,
    )


async def remove_note(person: Person, feedback: Feedback, note_id: int) -> int:
    """Take one's own note away before it is sent."""
    return await db.run(
        """
        delete from note using feedback
        where note.id = :note_id and feedback.id = note.feedback_id and feedback.id = :id
          and feedback.person_id = :person_id and feedback.state = 'reading'
        """,
        note_id=note_id,
        id=feedback.id,
        person_id=person.id,
    )


# --- for the feed and notices ---


async def notes_by_id(ids: list[int]) -> dict[int, Note]:
    """Sent ones only: what is begun is its writer's."""
    found = await _notes(NOTE + "where note.id = any(:ids) and feedback.state = 'sent'" + IN_ORDER, ids=ids)
    return {one.id: one for one in found}


async def notes_of_by_id(feedback_ids: list[int]) -> list[Note]:
    """Those of sent feedback."""
    return await _notes(NOTE + "where feedback.id = any(:ids) and feedback.state = 'sent'" + IN_ORDER, ids=feedback_ids)


IN_ORDER = " order by note.place <> 'whole', note.place, note.criterion_key, note.start, note.id limit 1000"


async def _notes(sql: str, **values: Any) -> list[Note]:
    rows = await db.many(dict, sql, **values)
    replies = await db.many(
        dict,
        """
        select note_reply.id, note_reply.note_id, note_reply.person_id, note_reply.text, note_reply.at
        from note_reply where note_id = any(:ids) order by note_reply.id limit 5000
        """,
        ids=[row["id"] for row in rows],
    ) if rows else []
    faces = await faces_of([*rows, *replies])
    unnamed = {row["person_id"] for row in rows if row["unnamed"]}
    by_note: dict[int, list[Reply]] = {}
    for one in replies:
        person_id = one.pop("person_id")
        by = None if person_id in unnamed else faces.get(person_id)
        by_note.setdefault(one["note_id"], []).append(Reply(**one, by=by))
    return [
        Note(**row, giver=giver_of(row, faces), replies=tuple(by_note.get(row["id"], ()))) for row in rows
    ]
