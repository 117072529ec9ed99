"""Whether a thread is resolved, and which of its replies is the answer."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries.messages import Message


@dataclass(frozen=True)
class Resolved:
    """How a thread stands; `resolved_at` None while it is open."""

    resolved_at: datetime | None
    answer_id: int | None


async def hold_resolved(seat: Seat, root: Message) -> Resolved:
    """As it is now, and nobody else changes it until the transaction ends."""
    (held,) = await db.many(
        Resolved,
        "select resolved_at, answer_id from message where id = :id and channel_id = :channel_id limit 1 for update",
        id=root.id,
        channel_id=root.channel_id,
    )
    return held


async def set_resolved(seat: Seat, root: Message, at: datetime | None, answer_id: int | None) -> None:
    """Resolved since `at`, by this reply of the thread if any; None opens it again."""
    await db.run(
        """
        update message set resolved_at = :at,
               answer_id = (select id from message where id = :answer_id and thread_id = :id)
        where id = :id
        """,
        id=root.id,
        at=at,
        answer_id=answer_id,
    )
