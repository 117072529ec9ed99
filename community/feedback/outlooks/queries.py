"""What a reader says, written beside their notes."""

from datetime import datetime

from community import db
from community.feedback.outlooks.rules import Outlooks
from community.feedback.readings.queries import Feedback
from community.people.queries import Person


async def set_outlooks(person: Person, feedback: Feedback, said: Outlooks, at: datetime) -> int:
    """One's own, until it is sent; 0 when it was."""
    return await db.run(
        """
        update feedback set outlooks = :said, active_at = :at
        where id = :id and person_id = :person_id and state = 'reading'
        """,
        id=feedback.id,
        person_id=person.id,
        said=said,
        at=at,
    )
