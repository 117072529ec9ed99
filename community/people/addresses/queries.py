"""The addresses a person signs in with."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Address:
    """One confirmed address of a person."""

    id: int
    address: str
    is_main: bool
    confirmed_at: datetime
    refused_at: datetime | None = None  # since when no mail is sent there
    refused_why: str = ""  # as bounces.rules.Why


async def addresses(person: Person) -> list[Address]:
    """All that are confirmed, the main one first."""
    return await db.many(
        Address,
        """
        select id, address, is_main, confirmed_at, refused_at, refused_why from email
        where person_id = :person_id and confirmed_at is not null
        order by is_main desc, address limit 100
        """,
        person_id=person.id,
    )


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


async def add_address(person: Person, address: str, at: datetime) -> None:
    """Beside the others; raises when somebody else has it (unique among the confirmed)."""
    await db.run(
        """
        insert into email (person_id, address, confirmed_at, is_main) values (:person_id, :address, :at, false)
        on conflict (person_id, address) do update
        set confirmed_at = coalesce(email.confirmed_at, excluded.confirmed_at)
        """,
        person_id=person.id, address=address, at=at,
    )


async def set_main(person: Person, address_id: int) -> None:
    """This one in place of what was the main one; both stay. Two statements: one main address at any moment."""
    await db.run("update email set is_main = false where person_id = :person_id and is_main", person_id=person.id)
    await db.run(
        "update email set is_main = true where person_id = :person_id and id = :id and confirmed_at is not null",
        person_id=person.id, id=address_id,
    )


async def remove_address(person: Person, address_id: int) -> bool:
    """Whether it was this person's, and not the main one."""
    removed = await db.run(
        "delete from email where person_id = :person_id and id = :id and not is_main",
        person_id=person.id, id=address_id,
    )
    return removed == 1


async def public_reads(address: str) -> None:
    """Somebody has just read a mail there: it takes mail again, unless a mail was called unwanted there."""
    await db.run("update email set refused_at = null where address = :address and refused_at is not null "
                 "and refused_why <> 'complaint'", address=address)


async def try_again(person: Person, address_id: int) -> bool:
    """Mail is sent to this one of theirs again; whether it was not."""
    return bool(await db.run(
        "update email set refused_at = null where person_id = :person_id and id = :id and refused_at is not null",
        person_id=person.id, id=address_id,
    ))
