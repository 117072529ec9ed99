"""Where somebody was mentioned, for who was: the channel, its cohort, and the way there."""

from dataclasses import dataclass

from community import db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.discussion.queries.channels import channels_by_id
from community.discussion.queries.messages import messages_by_id


@dataclass(frozen=True)
class Mentioned:
    """Not what was said: whoever may read it, reads it there."""

    channel_id: int
    channel: str
    cohort: str
    address: str


async def mentions_by_id(message_ids: list[int]) -> dict[int, Mentioned]:
    """For notices."""
    messages = await messages_by_id(message_ids)
    channels = await channels_by_id(sorted({message.channel_id for message in messages.values()}))
    theirs = await cohorts.cohorts_by_id(sorted({message.cohort_id for message in messages.values()}))
    return {
        id: Mentioned(one.channel_id, channels[one.channel_id].title, theirs[one.cohort_id].name, one.address)
        for id, one in messages.items()
    }


async def mentions_seen_by_id(message_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {message: persons} of those mentioned who have read their channel so far; not within threads."""
    rows = await db.many(
        dict,
        """
        select mention.message_id, array_agg(mention.person_id order by mention.person_id) as person_ids from mention
        join message on message.id = mention.message_id
        join read_marker on read_marker.channel_id = message.channel_id and read_marker.person_id = mention.person_id
             and read_marker.message_id >= message.id
        where mention.message_id = any(:ids) and message.thread_id is null
        group by mention.message_id order by mention.message_id limit 10000
        """,
        ids=message_ids,
    )
    return {row["message_id"]: row["person_ids"] for row in rows}


async def mentions_seen(seat: Seat, channel_id: int, message_id: int, most: int = 100) -> list[int]:
    """The newest messages of a channel, up to this one and not within threads, in which this person is mentioned."""
    rows = await db.many(
        dict,
        """
        select mention.message_id from mention join message on message.id = mention.message_id
        where mention.person_id = :person_id and message.channel_id = :channel_id and message.id <= :message_id
              and message.thread_id is null
        order by mention.message_id desc limit :most
        """,
        person_id=seat.person_id,
        channel_id=channel_id,
        message_id=message_id,
        most=most,
    )
    return [row["message_id"] for row in rows]
