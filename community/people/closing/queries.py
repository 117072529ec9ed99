"""Accounts that wait to be closed, as rows; and what is done to a table when its person goes."""

from datetime import datetime

from community import db
from community.pages import Keep
from community.people.queries import Person


async def set_closing(person: Person, closes_at: datetime) -> None:
    await db.run("update person set closes_at = :closes_at where id = :id", id=person.id, closes_at=closes_at)


async def keep_by_id(person_id: int) -> bool:
    """Whether the account was about to be closed; it is not any more."""
    return bool(await db.run(
        "update person set closes_at = null where id = :id and closes_at is not null", id=person_id
    ))


async def due_by_id(at: datetime, most: int = 100) -> list[int]:
    """Whose time is over; for the job that closes them."""
    rows = await db.many(
        dict, "select id from person where closes_at <= :at order by closes_at, id limit :most", at=at, most=most
    )
    return [row["id"] for row in rows]


async def lock_due_by_id(person_id: int, at: datetime) -> bool:
    """Whether it is still due; until the transaction ends nobody signs in or closes it a second time."""
    sql = "select id from person where id = :id and closes_at <= :at for update skip locked"
    return await db.value(sql, id=person_id, at=at) is not None


async def erase_by_id(table: str, keep: Keep, person_id: int) -> None:
    """As the slice says that keeps it: its rows go, or stay without the person. Names come from our own tables only."""
    if keep.on_erase == "unname":
        sql = f"update {table} set {keep.person} = null where {keep.person} = :id"  # noqa: S608
    else:
        sql = f"delete from {table} where {keep.person} = :id"  # noqa: S608
    await db.run(sql, id=person_id)


async def addresses_by_id(person_id: int) -> list[str]:
    """All e-mail addresses of theirs, confirmed or not."""
    rows = await db.many(
        dict, "select address from email where person_id = :id order by address limit 100", id=person_id
    )
    return [row["address"] for row in rows]


async def forget_addresses_by_id(table: str, column: str, addresses: list[str]) -> None:
    """Rows that bear one of these addresses go. Names come from our own tables only."""
    await db.run(f"delete from {table} where {column} = any(:addresses)", addresses=addresses)  # noqa: S608


async def forget_mails_by_id(person_id: int, addresses: list[str]) -> None:
    """Mails to them that wait in the queue; one that is being sent this moment goes out."""
    await db.run(
        """
        delete from job where id in (
            select id from job
            where name in ('mail', 'address_mail')
              and (coalesce(payload ->> 'person_id', payload #>> '{change,person_id}')
                      = cast(cast(:id as bigint) as text)
                   or coalesce(payload ->> 'to', payload #>> '{change,former}') = any(:addresses))
            for update skip locked
        )
        """,
        id=person_id, addresses=addresses,
    )  # fmt: skip
