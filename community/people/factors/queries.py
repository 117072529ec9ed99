"""Second factors and recovery codes as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person, Session


@dataclass(frozen=True)
class Factor:
    """A sealed secret; asked for once it is confirmed."""

    person_id: int
    sealed: bytes
    made_at: datetime
    confirmed_at: datetime | None


async def factor(person: Person) -> Factor | None:
    """Also one that is only being set up."""
    return await db.one(
        Factor,
        "select person_id, sealed, made_at, confirmed_at from factor where person_id = :person_id",
        person_id=person.id,
    )


async def has_factor(person: Person) -> bool:
    """Whether a second factor is set: then a sign-in asks for it."""
    found = await factor(person)
    return found is not None and found.confirmed_at is not None


async def begin(person: Person, sealed: bytes, at: datetime) -> bool:
    """A secret to be confirmed, in place of one that never was; False where one is set already."""
    done = await db.run(
        """
        insert into factor (person_id, sealed, made_at) values (:person_id, :sealed, :at)
        on conflict (person_id) do update set sealed = excluded.sealed, made_at = excluded.made_at
        where factor.confirmed_at is null
        """,
        person_id=person.id,
        sealed=sealed,
        at=at,
    )
    return done == 1


async def confirm(person: Person, at: datetime) -> bool:
    done = await db.run(
        "update factor set confirmed_at = :at where person_id = :person_id and confirmed_at is null",
        person_id=person.id,
        at=at,
    )
    return done == 1


async def use_step(person: Person, step: int) -> bool:
    """Whether no code of this step or a later one was used yet: of two at once, one."""
    done = await db.run(
        "update factor set last_step = :step where person_id = :person_id and last_step < :step",
        person_id=person.id,
        step=step,
    )
    return done == 1


async def use_recovery_code(person: Person, hash: bytes, at: datetime) -> bool:
    done = await db.run(
        "update recovery_code set used_at = :at where person_id = :person_id and hash = :hash and used_at is null",
        person_id=person.id,
        hash=hash,
        at=at,
    )
    return done == 1


async def recovery_codes_left(person: Person) -> int:
    return await db.value(
        "select count(*) from recovery_code where person_id = :person_id and used_at is null", person_id=person.id
    )


async def set_recovery_codes(person: Person, hashes: Sequence[bytes]) -> None:
    """In place of all former ones."""
    await db.run("delete from recovery_code where person_id = :person_id", person_id=person.id)
    await db.run(
        "insert into recovery_code (person_id, hash) select :person_id, unnest(cast(:hashes as bytea[]))",
        person_id=person.id,
        hashes=list(hashes),
    )


async def remove(person: Person) -> bool:
    """Whether one was set. No sign-in counts as one with a second factor any more."""
    await db.run("delete from recovery_code where person_id = :person_id", person_id=person.id)
    await db.run("update session set factor_at = null where person_id = :person_id", person_id=person.id)
    done = await db.run("delete from factor where person_id = :person_id", person_id=person.id)
    return done == 1


async def note_shown(person: Person, session: Session, at: datetime) -> None:
    """This sign-in has shown the second factor now."""
    await db.run(
        "update session set factor_at = :at where id = :id and person_id = :person_id and ended_at is null",
        id=session.id,
        person_id=person.id,
        at=at,
    )


async def is_administrator(person: Person) -> bool:
    return await db.value(
        """
        select exists (
            select 1 from desk where person_id = :person_id and kind = 'administrator' and ended_at is null
        )
        """,
        person_id=person.id,
    )
