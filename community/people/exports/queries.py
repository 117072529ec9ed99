"""Zips of people's own data as rows: one of each person, asked for, being made, or there until a day."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Export:
    """One zip: how much of it is done; once made, its `size` in bytes and until when it is kept."""

    id: int
    person_id: int
    asked_at: datetime
    parts: int
    done: int
    file: str
    size: int
    made_at: datetime | None
    ends_at: datetime | None


EXPORT = "select id, person_id, asked_at, parts, done, file, size, made_at, ends_at from export "


async def export(person: Person) -> Export | None:
    """One's own, if one has asked for it."""
    return await db.one(Export, EXPORT + "where person_id = :person_id", person_id=person.id)


async def exports_by_id(ids: list[int]) -> dict[int, Export]:
    """For the feed, the notice and the job."""
    rows = await db.many(Export, EXPORT + "where id = any(:ids) order by id limit 1000", ids=ids)
    return {one.id: one for one in rows}


async def owners_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For the notice: whose they are, while they are there."""
    return {one.id: [one.person_id] for one in (await exports_by_id(ids)).values() if one.made_at}


async def ask(person: Person, at: datetime) -> int | None:
    """Its id; None while one is under way already. What was made before goes with the next one's beginning."""
    return await db.value(
        """
        insert into export (person_id, asked_at) values (:person_id, :at)
        on conflict (person_id) do update
        set asked_at = excluded.asked_at, made_at = null, ends_at = null, done = 0, parts = 0, size = 0
        where export.made_at is not null returning id
        """,
        person_id=person.id,
        at=at,
    )


async def begin_by_id(export_id: int, file: str, parts: int) -> None:
    """For the job: it writes to this place, and has so many parts to do."""
    await db.run(
        "update export set file = :file, parts = :parts, done = 0 where id = :id and made_at is null",
        id=export_id,
        file=file,
        parts=parts,
    )


async def move_by_id(export_id: int) -> None:
    """One part more is done."""
    await db.run("update export set done = least(done + 1, parts) where id = :id and made_at is null", id=export_id)


async def finish_by_id(export_id: int, file: str, size: int, at: datetime, ends_at: datetime) -> bool:
    """Whether it is there now; not if it was taken away meanwhile."""
    return bool(
        await db.run(
            """
            update export set size = :size, made_at = :at, ends_at = :ends_at, done = parts
            where id = :id and file = :file and made_at is null
            """,
            id=export_id,
            file=file,
            size=size,
            at=at,
            ends_at=ends_at,
        )
    )


async def over_by_id(at: datetime) -> list[Export]:
    """Those whose days are over, for the job that takes them away."""
    return await db.many(Export, EXPORT + "where ends_at <= :at order by ends_at, id limit 500", at=at)


async def forget_by_id(export_id: int, file: str) -> None:
    """Its file is gone, and so is it, unless it was asked for anew meanwhile."""
    await db.run("delete from export where id = :id and file = :file and made_at is not null", id=export_id, file=file)


async def file_by_id(person_id: int) -> str:
    """For who erases a person: where their zip lies; "" if there is none."""
    return await db.value("select file from export where person_id = :person_id", person_id=person_id) or ""
