"""What is not settled around the work that would be submitted."""

from dataclasses import dataclass

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Open:
    """What is not settled around one piece of work: counts of things."""

    work_id: int
    waiting: int = 0  # texts of other devices, to be chosen from (R28)
    links: int = 0  # that did not open
    notes: int = 0  # of colleagues, without an uptake
    asking: int = 0  # open requests


async def open_things(person: Person, micro_credential_id: int) -> list[Open]:
    """One's own, for every piece of work that has a row."""
    return await db.many(
        Open,
        """
        select work.id as work_id,
            (select count(*) from revision where revision.work_id = work.id and revision.waits) as waiting,
            (
                select count(*) from link where link.work_id = work.id and link.result not in ('opens', 'waiting')
            ) as links,
            (
                select count(*) from note join feedback on feedback.id = note.feedback_id and feedback.state = 'sent'
                join feedback_request on feedback_request.id = feedback.request_id
                where feedback_request.work_id = work.id and note.uptake = '' and note.kind <> 'warm'
                  and not exists (
                      select from note_flag where note_flag.note_id = note.id and note_flag.state = 'hidden'
                  )
            ) as notes,
            (
                select count(*) from feedback_request
                where feedback_request.work_id = work.id and feedback_request.ended_at is null
            ) as asking
        from work where work.person_id = :person_id and work.micro_credential_id = :id order by work.id limit 100
        """,
        person_id=person.id,
        id=micro_credential_id,
    )
