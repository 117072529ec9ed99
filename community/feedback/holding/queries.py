"""Held requests as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.evidence.queries import Work
from community.people.queries import Person

HELD = """
select held_request.id, held_request.work_id, held_request.seat_id, seat.cohort_id, work.person_id,
       work.requirement_key as key, micro_credential.code, definition_version.title, held_request.asking,
       held_request.held_at, held_request.stopped_at
from held_request
join work on work.id = held_request.work_id
join micro_credential on micro_credential.id = work.micro_credential_id
join seat on seat.id = held_request.seat_id
join cohort on cohort.id = seat.cohort_id
join definition_version on definition_version.id = cohort.definition_version_id
"""


@dataclass(frozen=True)
class Held:
    """A request with the form as it was sent (`asking`). `stopped_at`: what was found in a file has stopped it."""

    id: int
    work_id: int
    seat_id: int
    cohort_id: int
    person_id: int
    key: str
    code: str
    title: str  # of the micro-credential
    asking: dict[str, Any]
    held_at: datetime
    stopped_at: datetime | None

    @property
    def address(self) -> str:
        """Where its author asks anew."""
        return f"/work/{self.code}/{self.key}/requests/new"


async def held(person: Person, work: Work) -> Held | None:
    """The one of this work, waiting or stopped."""
    return await db.one(
        Held,
        HELD + "where held_request.work_id = :work_id and work.person_id = :person_id",
        work_id=work.id,
        person_id=person.id,
    )


async def put(person: Person, work: Work, seat_id: int, asking: dict[str, Any], at: datetime) -> int:
    """Its id; asked again, what was asked last counts."""
    return await db.value(
        """
        insert into held_request (work_id, seat_id, asking, held_at)
        select id, :seat_id, :asking, :at from work where id = :work_id and person_id = :person_id
        on conflict (work_id) do update
        set seat_id = excluded.seat_id, asking = excluded.asking, held_at = excluded.held_at, stopped_at = null
        returning id
        """,
        work_id=work.id,
        person_id=person.id,
        seat_id=seat_id,
        asking=asking,
        at=at,
    )


async def remove(person: Person, work: Work) -> int | None:
    """Its id, if there was one."""
    return await db.value(
        """
        delete from held_request using work
        where held_request.work_id = :work_id and work.id = held_request.work_id and work.person_id = :person_id
        returning held_request.id
        """,
        work_id=work.id,
        person_id=person.id,
    )


async def may_go_by_id() -> list[Held]:
    """For the job: those that wait for no file any more."""
    return await db.many(
        Held,
        HELD
        + """
        where held_request.stopped_at is null and not exists (
            select from upload where upload.work_id = work.id
              and (upload.state = 'checking' or upload.state = 'uploading' and upload.received >= upload.size))
        order by held_request.id limit 200
        """,
    )


async def lock_by_id(held_id: int) -> bool:
    """Whether it waits still; until the transaction ends nobody takes it back."""
    sql = "select id from held_request where id = :id and stopped_at is null for update"
    return await db.value(sql, id=held_id) is not None


async def stop_by_id(held_id: int, at: datetime) -> None:
    await db.run("update held_request set stopped_at = :at where id = :id", id=held_id, at=at)


async def remove_by_id(held_id: int) -> None:
    await db.run("delete from held_request where id = :id", id=held_id)


async def held_by_id(ids: list[int]) -> dict[int, Held]:
    """For live pages and notices."""
    found = await db.many(Held, HELD + "where held_request.id = any(:ids) order by held_request.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def stopped_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {request: its author}, while it is stopped."""
    return {key: [one.person_id] for key, one in (await held_by_id(ids)).items() if one.stopped_at}
