"""Time spent as rows, for the one who noted it."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Effort:
    """What one noted for a day; a second note on the same day takes the place of the first."""

    micro_credential_id: int
    day: date
    minutes: int
    note: str


EFFORT = "select micro_credential_id, day, minutes, note from effort where person_id = :person_id "


async def efforts(person: Person, micro_credential_id: int) -> list[Effort]:
    """One's own in a micro-credential, the newest day first."""
    order = "and micro_credential_id = :id order by day desc limit 800"
    return await db.many(Effort, EFFORT + order, person_id=person.id, id=micro_credential_id)


async def all_efforts(person: Person) -> list[Effort]:
    """All one's own."""
    return await db.many(Effort, EFFORT + "order by day desc, micro_credential_id limit 5000", person_id=person.id)


async def note(person: Person, effort: Effort) -> None:
    await db.run(
        """
        insert into effort (person_id, micro_credential_id, day, minutes, note)
        values (:person_id, :id, :day, :minutes, :note)
        on conflict (person_id, micro_credential_id, day)
        do update set minutes = excluded.minutes, note = excluded.note
        """,
        person_id=person.id,
        id=effort.micro_credential_id,
        day=effort.day,
        minutes=effort.minutes,
        note=effort.note,
    )


async def take_away(person: Person, micro_credential_id: int, day: date) -> None:
    await db.run(
        "delete from effort where person_id = :person_id and micro_credential_id = :id and day = :day",
        person_id=person.id,
        id=micro_credential_id,
        day=day,
    )
