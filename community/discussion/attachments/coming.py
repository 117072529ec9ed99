"""Files that come in pieces before their message does, as rows: their sender's, by the seat."""

from datetime import datetime
from uuid import UUID

from community import db
from community.cohorts.queries import Seat
from community.errors import NotFound
from community.uploads.queries import COLUMNS, Upload


async def coming(seat: Seat, number: str) -> Upload:
    """One's own that belongs to no message yet; NotFound for any other."""
    sql = f"select {COLUMNS} from upload where number = :number and seat_id = :seat_id"  # noqa: S608
    found = await db.one(Upload, sql, number=number, seat_id=seat.id)
    if found is None:
        raise NotFound
    return found


async def brought(seat: Seat, number: str, key: UUID | None) -> Upload | None:
    """One's own for a message with this post key: that has none yet, or belongs to this one already."""
    return await db.one(
        Upload,
        f"""
        select {COLUMNS} from upload left join message on message.id = upload.message_id
        where upload.number = :number
          and (upload.seat_id = :seat_id or (message.person_id = :person_id and message.post_key = :key))
        """,  # noqa: S608
        number=number,
        seat_id=seat.id,
        person_id=seat.person_id,
        key=key,
    )


async def count(seat: Seat) -> int:
    """How many of one's own belong to no message yet; not those that were refused."""
    return await db.value(
        "select count(*) from upload where seat_id = :seat_id and state <> 'refused'", seat_id=seat.id
    )


async def add(seat: Seat, number: str, name: str, kind: str, size: int, at: datetime, until: datetime) -> int:
    """A file that waits for its bytes, so long; its id."""
    return await db.value(
        """
        insert into upload (number, seat_id, name, sent_as, kind, state, size, added_at, expires_at)
        values (:number, :seat_id, :name, :name, :kind, 'waiting', :size, :at, :until) returning id
        """,
        number=number,
        seat_id=seat.id,
        name=name,
        kind=kind,
        size=size,
        at=at,
        until=until,
    )


async def attach(seat: Seat, message_id: int, upload_id: int, alt: str, decorative: bool) -> int:
    """From now on it is this message's; 0 where it is not one's own, not whole, or another's already."""
    return await db.run(
        """
        update upload set message_id = :message_id, seat_id = null, alt = :alt, decorative = :decorative
        where id = :id and seat_id = :seat_id
          and (state in ('checking', 'ready') or state = 'uploading' and received = size)
        """,
        message_id=message_id,
        id=upload_id,
        seat_id=seat.id,
        alt=alt,
        decorative=decorative,
    )


async def remove(seat: Seat, upload_id: int) -> int:
    """It will belong to no message; a trigger notes what the store holds of it."""
    return await db.run("delete from upload where id = :id and seat_id = :seat_id", id=upload_id, seat_id=seat.id)


async def sweep_by_id(at: datetime, whole_before: datetime) -> int:
    """For the job: what did not become whole in its time, and what came and was put into no message since then."""
    return await db.run(
        """
        delete from upload where seat_id is not null
          and (expires_at < :at and received < size or expires_at is null and added_at < :before)
        """,
        at=at,
        before=whole_before,
    )
