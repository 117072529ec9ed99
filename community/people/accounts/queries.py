"""Accounts as rows: what waits for its address to be confirmed, and what was made of it."""

from dataclasses import dataclass
from datetime import datetime

from community import db


@dataclass(frozen=True)
class SignUp:
    """An account that waits. `hash` is its password's, `visit_hash` stands for the browser it was asked in."""

    mail_code_id: int
    name: str
    hash: str
    time_zone: str
    visit_hash: bytes


async def public_add_sign_up(code_id: int, name: str, hash: str, time_zone: str, visit_hash: bytes) -> None:
    await db.run(
        """
        insert into sign_up (mail_code_id, name, hash, time_zone, visit_hash)
        values (:code_id, :name, :hash, :time_zone, :visit_hash)
        """,
        code_id=code_id, name=name, hash=hash, time_zone=time_zone, visit_hash=visit_hash,
    )


async def public_sign_up(code_id: int) -> SignUp | None:
    return await db.one(
        SignUp,
        "select mail_code_id, name, hash, time_zone, visit_hash from sign_up where mail_code_id = :code_id",
        code_id=code_id,
    )


async def public_take_address(address: str) -> bool:
    """Whether the address is free; until the transaction ends nobody else can take it."""
    await db.value("select pg_advisory_xact_lock(hashtextextended(:address, 1))", address=address)
    return not await db.value(
        "select exists (select 1 from email where address = :address and confirmed_at is not null)", address=address
    )


async def public_add_person(
    name: str, called: str, time_zone: str, language: str, address: str, hash: str, at: datetime
) -> int:
    """The new person's id; their address is confirmed."""
    return await db.value(
        """
        with made as (
            insert into person (name, called, time_zone, language, created_at)
            values (:name, :called, :time_zone, :language, :at) returning id
        ), reached as (
            insert into email (person_id, address, confirmed_at) select id, :address, :at from made
        ), opened as (
            insert into password (person_id, hash, changed_at) select id, :hash, :at from made
        )
        select id from made
        """,
        name=name, called=called, time_zone=time_zone, language=language, address=address, hash=hash, at=at,
    )
