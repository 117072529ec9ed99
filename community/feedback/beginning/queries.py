"""What an author used and adapted, as rows: her own reasons, of the notes not a word."""

from dataclasses import dataclass

from community import db
from community.people.queries import Person

MOST = 100  # in one draft


@dataclass(frozen=True)
class Used:
    """One note on the work for this requirement: `used` or `adapted`, and why, as its author said it."""

    requirement_key: str
    uptake: str
    reason: str


async def used(person: Person, micro_credential_id: int) -> list[Used]:
    """Of all notes on one's own work there, in the order in which it was said; hidden ones are not among them."""
    return await db.many(
        Used,
        """
        select work.requirement_key, note.uptake, note.reason
        from note join feedback on feedback.id = note.feedback_id and feedback.state = 'sent'
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where work.person_id = :person_id and work.micro_credential_id = :id and note.uptake in ('used', 'adapted')
          and not exists (select from note_flag where note_flag.note_id = note.id and note_flag.state = 'hidden')
        order by note.taken_up_at, note.id limit :most
        """,
        person_id=person.id,
        id=micro_credential_id,
        most=MOST,
    )


async def givers(person: Person, micro_credential_id: int) -> list[str]:
    """The names of all who gave notes on one's own work there, also of those who sit in no cohort with one."""
    rows = await db.many(
        dict,
        """
        select distinct giver.id, giver.name, giver.called
        from feedback join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        join person as giver on giver.id = feedback.person_id
        where work.person_id = :person_id and work.micro_credential_id = :id
        order by giver.id limit 500
        """,
        person_id=person.id,
        id=micro_credential_id,
    )
    return [name for row in rows for name in (row["name"], row["called"])]
