"""The address a person signs in with."""

from datetime import datetime

from community import db
from community.people.queries import Person


async def set_address(person: Person, address: str, at: datetime) -> None:
    """In place of the former one; raises when somebody else has it (unique among the confirmed)."""
    await db.run("delete from email where person_id = :person_id and is_main", person_id=person.id)
    await db.run(
        """
        insert into email (person_id, address, confirmed_at) values (:person_id, :address, :at)
        on conflict (person_id, address) do update set is_main = true, confirmed_at = excluded.confirmed_at
        """,
        person_id=person.id, address=address, at=at,
    )
