"""A person's password, as a hash."""

from datetime import datetime

from community import db
from community.people.queries import Person


async def password_hash(person: Person) -> str | None:
    return await db.value("select hash from password where person_id = :person_id", person_id=person.id)


async def set_password(person: Person, hash: str, at: datetime) -> None:
    await db.run(
        """
        insert into password (person_id, hash, changed_at) values (:person_id, :hash, :at)
        on conflict (person_id) do update set hash = excluded.hash, changed_at = excluded.changed_at
        """,
        person_id=person.id, hash=hash, at=at,
    )


async def renew_hash(person: Person, was: str, hash: str) -> None:
    """The same password, hashed with today's numbers; nothing if it was changed meanwhile."""
    sql = "update password set hash = :hash where person_id = :person_id and hash = :was"
    await db.run(sql, person_id=person.id, hash=hash, was=was)


async def forget_password(person: Person) -> None:
    """From here on only a mail lets this person in, until they choose a new one."""
    await db.run("delete from password where person_id = :person_id", person_id=person.id)
