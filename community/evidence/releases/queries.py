"""The two numbers of a piece of work; they are read with it."""

from community import db
from community.evidence.queries import Work
from community.people.queries import Person


async def count(person: Person, work: Work, sent: int, back: int) -> None:
    await db.run(
        """
        update work set releases_sent = :sent, releases_back = :back where id = :id and person_id = :person_id
        """,
        sent=sent,
        back=back,
        id=work.id,
        person_id=person.id,
    )
