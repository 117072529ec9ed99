"""Mailed codes as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.codes.rules import MOST_TRIES

CODE = "select id, purpose, address, person_id, seed, next, language, ends_at, used_at from mail_code "


@dataclass(frozen=True)
class Code:
    """One mail that was asked for. `person_id` only where somebody signed in asked (to change their address)."""

    id: int
    purpose: str
    address: str
    person_id: int | None
    seed: bytes
    next: str
    language: str
    ends_at: datetime
    used_at: datetime | None


async def public_add(code: Code, link_hash: bytes, at: datetime) -> int:
    """The id of the new code, whatever id it carries; former ones for the same address or person are dead (A56)."""
    await db.run(
        """
        update mail_code set ends_at = :at where purpose = :purpose and used_at is null and ends_at > :at
               and (address = :address and person_id is null or person_id = cast(:person_id as bigint))
        """,
        purpose=code.purpose, address=code.address, person_id=code.person_id, at=at,
    )
    return await db.value(
        """
        insert into mail_code (purpose, address, person_id, seed, link_hash, next, language, created_at, ends_at)
        values (:purpose, :address, :person_id, :seed, :link_hash, :next, :language, :at, :ends_at) returning id
        """,
        purpose=code.purpose, address=code.address, person_id=code.person_id, seed=code.seed, link_hash=link_hash,
        next=code.next, language=code.language, at=at, ends_at=code.ends_at,
    )


async def public_of_ticket(seed: bytes, purpose: str) -> Code | None:
    """The code whose mail was asked for in the browser that holds this ticket."""
    return await db.one(Code, CODE + "where seed = :seed and purpose = :purpose", seed=seed, purpose=purpose)


async def public_of_link(link_hash: bytes, purpose: str) -> Code | None:
    where = "where link_hash = :link_hash and purpose = :purpose"
    return await db.one(Code, CODE + where, link_hash=link_hash, purpose=purpose)


async def public_newest(purpose: str, address: str) -> Code | None:
    """The one that the last mail to this address carries."""
    where = "where address = :address and purpose = :purpose order by id desc limit 1"
    return await db.one(Code, CODE + where, address=address, purpose=purpose)


async def public_try(code_id: int) -> bool:
    """Count one try, before anyone looks whether it was right; False when all are used up."""
    sql = "update mail_code set tries = tries + 1 where id = :id and tries < cast(:most as int)"
    return bool(await db.run(sql, id=code_id, most=MOST_TRIES))


async def public_forgive(code_id: int) -> None:
    """A right try does not count."""
    await db.run("update mail_code set tries = tries - 1 where id = :id and tries > 0", id=code_id)


async def public_use(code_id: int, at: datetime) -> bool:
    """Whether it was still unused: of two at once, one."""
    return bool(await db.run(
        "update mail_code set used_at = :at where id = :id and used_at is null and ends_at > :at", id=code_id, at=at
    ))


async def code_by_id(code_id: int) -> Code | None:
    return await db.one(Code, CODE + "where id = :id", id=code_id)


async def end_by_id(code_id: int, at: datetime) -> bool:
    """It opens nothing any more. Whether it still could."""
    sql = "update mail_code set ends_at = :at where id = :id and used_at is null and ends_at > :at"
    return bool(await db.run(sql, id=code_id, at=at))


async def forget_by_id(before: datetime) -> None:
    """Take away what ended before; for the job that does it."""
    await db.run("delete from mail_code where ends_at < :before", before=before)
