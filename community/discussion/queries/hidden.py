"""What was hidden by who looks after the cohort, and shown again, as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.discussion.rules import Moderator


@dataclass(frozen=True)
class Hidden:
    """Where the message stood."""

    channel_id: int
    thread_id: int | None


async def hide(seat: Moderator, message_id: int, why: str, at: datetime) -> Hidden | None:
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


async def restore(seat: Moderator, message_id: int) -> Hidden | None:
    """What was hidden in this seat's cohort stands again; None for what was not hidden."""
    return await db.one(
        Hidden,
        """
        update message set deleted_at = null, hidden_why = '' from channel
        where message.id = :id and channel.id = message.channel_id and channel.cohort_id = :cohort_id
          and message.hidden_why <> ''
        returning message.channel_id, message.thread_id
        """,
        id=message_id,
        cohort_id=seat.cohort_id,
    )
