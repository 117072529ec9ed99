"""What a facilitator has hidden, as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat


@dataclass(frozen=True)
class Hidden:
    """Where the message stood."""

    channel_id: int
    thread_id: int | None


async def hide(seat: Seat, message_id: int, why: str, at: datetime) -> Hidden | None:
    """Take back a message of this seat's cohort, with a sentence for all who read there; None if it did not stand."""
    return await db.one(
        Hidden,
        """
        update message set deleted_at = :at, hidden_why = :why from channel
        where message.id = :id and channel.id = message.channel_id and channel.cohort_id = :cohort_id
          and message.deleted_at is null
        returning message.channel_id, message.thread_id
        """,
        id=message_id,
        cohort_id=seat.cohort_id,
        why=why,
        at=at,
    )
