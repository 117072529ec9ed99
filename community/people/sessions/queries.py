"""Sign-ins as rows: begun, listed, ended."""

import hashlib
from datetime import datetime

from community import db
from community.people.queries import SESSION, Person, Session
from community.people.sessions.rules import Life


async def holds_office(person: Person) -> bool:
    return await db.value("select holds_office from person where id = :id", id=person.id)


async def add_session(
    person: Person, token: str, device: str, shared: bool, life: Life, at: datetime, factor_at: datetime | None = None
) -> int | None:
    """The new session's id; its token is kept as a hash (A62). None if the account is being erased, or is gone."""
    return await db.value(
        """
        insert into session (token_hash, person_id, device, shared, created_at, seen_at, ends_at, idle_seconds,
                             factor_at)
        select :token_hash, person.id, :device, :shared, cast(:at as timestamptz), cast(:at as timestamptz), :ends_at,
               :idle_seconds, :factor_at
        from person where person.id = :person_id for key share
        returning id
        """,
        token_hash=hashlib.sha256(token.encode()).digest(), person_id=person.id, device=device[:200], shared=shared,
        at=at, ends_at=at + life.whole, idle_seconds=int(life.idle.total_seconds()),
        factor_at=factor_at,
    )


async def sessions_of(person: Person, at: datetime) -> list[Session]:
    """Those in force, the last used first; at most 50."""
    return await db.many(
        Session,
        SESSION + """
        where person_id = :person_id and ended_at is null and ends_at > :at
              and seen_at + make_interval(secs => idle_seconds) > :at
        order by seen_at desc, id desc limit 50
        """,
        person_id=person.id, at=at,
    )


async def is_own(person: Person, session_id: int) -> bool:
    """Also of one that is over."""
    sql = "select exists (select 1 from session where id = :id and person_id = :person_id)"
    return await db.value(sql, id=session_id, person_id=person.id)


async def end_session(person_id: int, session_id: int, at: datetime) -> bool:
    """Whether there was one to end."""
    return bool(await db.run(
        "update session set ended_at = :at where id = :id and person_id = :person_id and ended_at is null",
        id=session_id, person_id=person_id, at=at,
    ))


async def end_all_but(person: Person, kept: int, at: datetime) -> list[int]:
    """End every session but `kept` (0: all of them); the ids of those ended."""
    ended = await db.many(
        dict,
        """
        update session set ended_at = :at where person_id = :person_id and id <> :kept and ended_at is null returning id
        """,
        person_id=person.id, kept=kept, at=at,
    )
    return sorted(row["id"] for row in ended)


async def shorten_by_id(person_id: int, holds: bool, life: Life, at: datetime) -> None:
    """Say whether somebody holds an office; their sign-ins in force are then no longer than such a one's."""
    await db.run("update person set holds_office = :holds where id = :person_id", person_id=person_id, holds=holds)
    if holds:
        await db.run(
            """
            update session
            set ends_at = least(ends_at, :ends_at), idle_seconds = least(idle_seconds, cast(:idle as int))
            where person_id = :person_id and ended_at is null
            """,
            person_id=person_id, ends_at=at + life.whole, idle=int(life.idle.total_seconds()),
        )

