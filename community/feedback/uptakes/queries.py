"""What becomes of notes, as rows: uptake, replies, thanks."""

from datetime import datetime

from community import db
from community.people.queries import Person


async def set_uptake(author: Person, note_id: int, uptake: str, reason: str, at: datetime) -> int:
    """What the author did with a note that was sent to them; 0 for one that was not."""
    return await db.run(
        """
        update note set uptake = :uptake, reason = :reason, taken_up_at = :at
        from feedback
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where note.id = :note_id and feedback.id = note.feedback_id and feedback.state = 'sent'
          and work.person_id = :person_id
        """,
        note_id=note_id,
        person_id=author.id,
        uptake=uptake,
        reason=reason,
        at=at,
    )


async def add_reply(person: Person, note_id: int, text: str, at: datetime) -> int | None:
    """Said about a note by its giver or by whose draft it is; None for everybody else."""
    return await db.value(
        """
        insert into note_reply (note_id, person_id, text, at)
        select note.id, :person_id, :text, :at
        from note
        join feedback on feedback.id = note.feedback_id and feedback.state = 'sent'
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where note.id = :note_id and :person_id in (work.person_id, feedback.person_id)
        returning id
        """,
        note_id=note_id,
        person_id=person.id,
        text=text,
        at=at,
    )


async def set_thanks(author: Person, feedback_id: int, thanks: str, at: datetime) -> int:
    """A word to the giver; 0 where nothing was sent to this author."""
    return await db.run(
        """
        update feedback set thanks = :thanks, thanked_at = :at
        from feedback_request join work on work.id = feedback_request.work_id
        where feedback.id = :id and feedback_request.id = feedback.request_id and feedback.state = 'sent'
          and work.person_id = :person_id
        """,
        id=feedback_id,
        person_id=author.id,
        thanks=thanks,
        at=at,
    )


async def helped_by_id(person_id: int, micro_credential_id: int) -> list[tuple[int, int]]:
    """(feedback, who gave it): of each the last one of which this author used or adapted a note there.

    Not in a cohort to which the author shows nothing of how her work stands.
    """
    rows = await db.many(
        dict,
        """
        select distinct on (feedback.person_id) feedback.person_id, feedback.id
        from work
        join feedback_request on feedback_request.work_id = work.id
        join feedback on feedback.request_id = feedback_request.id and feedback.state = 'sent'
        left join seat on seat.cohort_id = feedback_request.cohort_id and seat.person_id = work.person_id
        where work.person_id = :person_id and work.micro_credential_id = :micro_credential_id
          and feedback.person_id is not null and coalesce(seat.shows, 'all') <> 'nothing'
          and exists (select from note where note.feedback_id = feedback.id and note.uptake in ('used', 'adapted'))
        order by feedback.person_id, feedback.id desc limit 500
        """,
        person_id=person_id,
        micro_credential_id=micro_credential_id,
    )
    return [(row["id"], row["person_id"]) for row in rows]


async def titles_by_id(feedback_ids: list[int]) -> dict[int, str]:
    """For notices: {feedback: the micro-credential that it was given for}."""
    rows = await db.many(
        dict,
        """
        select feedback.id, definition_version.title
        from feedback join feedback_request on feedback_request.id = feedback.request_id
        join cohort on cohort.id = feedback_request.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where feedback.id = any(:ids) order by feedback.id limit 2000
        """,
        ids=feedback_ids,
    )
    return {row["id"]: row["title"] for row in rows}


async def givers_by_id(note_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {note: who gave it}."""
    rows = await db.many(
        dict,
        """
        select note.id, feedback.person_id from note join feedback on feedback.id = note.feedback_id
        where note.id = any(:ids) and feedback.person_id is not null order by note.id limit 2000
        """,
        ids=note_ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def both_by_id(note_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {note: its giver and whose draft it is about, unless it is hidden from them}."""
    rows = await db.many(
        dict,
        """
        select note.id, array_remove(
                   array[case when note_flag.id is null then work.person_id end, feedback.person_id], null) as people
        from note
        join feedback on feedback.id = note.feedback_id
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        left join note_flag on note_flag.note_id = note.id and note_flag.state = 'hidden'
        where note.id = any(:ids) order by note.id limit 2000
        """,
        ids=note_ids,
    )
    return {row["id"]: list(row["people"]) for row in rows}
