"""What a message said, now and before; its text, changed and deleted."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries.messages import Message
from community.discussion.texts import Written


@dataclass(frozen=True)
class Version:
    """One state of a message; `at` is since when it stood so."""

    version: int
    html: str
    at: datetime


async def source(seat: Seat, message: Message) -> str:
    """The text as it was written, for its editor."""
    return await db.value("select text from message where id = :id", id=message.id)


async def versions(seat: Seat, message: Message) -> list[Version]:
    """All that it said, newest first. The route asks rules.can_see_versions."""
    return await db.many(
        Version,
        """
        select version, html, coalesce(edited_at, at) as at from message where id = :id
        union all select version, html, at from message_version where message_id = :id
        order by version desc limit 200
        """,
        id=message.id,
    )


async def change(seat: Seat, message: Message, text: str, made: Written, at: datetime) -> bool:
    """Whether it was still as `message` has it: now it says something else, and what it said before is kept."""
    kept = await db.run(
        """
        insert into message_version (message_id, version, text, html, at)
        select id, version, text, html, coalesce(edited_at, at) from message
        where id = :id and person_id = :person_id and version = :version and deleted_at is null
        on conflict do nothing
        """,
        id=message.id,
        person_id=seat.person_id,
        version=message.version,
    )
    if kept:
        await db.run(
            "update message set text = :text, html = :html, version = version + 1, edited_at = :at where id = :id",
            id=message.id,
            text=text,
            html=made.html,
            at=at,
        )
    return kept == 1


async def mark_deleted(seat: Seat, message: Message, at: datetime) -> bool:
    """Whether it still stood."""
    done = await db.run(
        "update message set deleted_at = :at where id = :id and person_id = :person_id and deleted_at is null",
        id=message.id,
        person_id=seat.person_id,
        at=at,
    )
    return done == 1
