"""Who is called by a message, by name or because it is written to them alone, and the way there."""

from dataclasses import dataclass

from community import db
from community.cohorts import queries as cohorts
from community.discussion.queries.channels import channels_by_id
from community.discussion.queries.messages import messages_by_id
from community.discussion.queries.reach import OUTSIDE, SITTING, begun
from community.discussion.rules import Kind, Writer

CALLED = """
(
    select mention.message_id, mention.person_id from mention
    join message on message.id = mention.message_id
    join channel on channel.id = message.channel_id and channel.kind <> 'private'
    left join thread_involvement as thread_choice
         on thread_choice.message_id = coalesce(message.thread_id, message.id)
            and thread_choice.person_id = mention.person_id
    left join involvement as channel_choice
         on channel_choice.channel_id = message.channel_id and channel_choice.person_id = mention.person_id
    where coalesce(thread_choice.level, channel_choice.level, 'everything') not in ('nothing', 'hidden')
    union all
    select message.id, party.person_id from message
    join party on party.channel_id = message.channel_id and party.state = 'open'
) as called
"""


@dataclass(frozen=True)
class Mentioned:
    """Not what was said: whoever may read it, reads it there."""

    channel_id: int
    channel: str
    cohort: str
    address: str
    is_private: bool
    is_question: bool  # of who asked from the public page, to who answers
    thread_id: int | None = None


async def called_by_id(message_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {message: persons}, mentioned or written to, who read it now and want to be told; not its author."""
    rows = await db.many(
        dict,
        f"""
        select called.message_id, called.person_id from {CALLED}
        join message on message.id = called.message_id and message.deleted_at is null
        join channel on channel.id = message.channel_id
        join cohort on cohort.id = channel.cohort_id
        left join seat on seat.cohort_id = channel.cohort_id and seat.person_id = called.person_id
        left join party on party.channel_id = channel.id and party.person_id = called.person_id
        left join message as root on root.id = message.thread_id
        where (seat.state = 'active' and {begun("coalesce(root.at, message.at)", SITTING)} or {OUTSIDE})
          and called.message_id = any(:ids) and message.person_id is distinct from called.person_id
        order by called.message_id, called.person_id limit 10000
        """,  # noqa: S608
        ids=message_ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["message_id"], []).append(row["person_id"])
    return found


async def mentions_by_id(message_ids: list[int]) -> dict[int, Mentioned]:
    """For notices."""
    messages = await messages_by_id(message_ids)
    channels = await channels_by_id(sorted({message.channel_id for message in messages.values()}))
    theirs = await cohorts.cohorts_by_id(sorted({message.cohort_id for message in messages.values()}))
    return {
        id: Mentioned(
            one.channel_id,
            channels[one.channel_id].title,
            theirs[one.cohort_id].name,
            one.address if one.asked_by in (None, one.person_id) else f"/asked/{one.channel_id}#message-{one.id}",
            one.kind == Kind.PRIVATE,
            one.asked_by is not None and one.asked_by == one.person_id,
            one.thread_id,
        )
        for id, one in messages.items()
    }


async def seen(seat: Writer, channel_id: int, message_id: int, most: int = 100) -> list[int]:
    """The newest messages of a channel, up to this one and not within threads, by which this person is called."""
    rows = await db.many(
        dict,
        """
        select message.id from message join channel on channel.id = message.channel_id
        where message.channel_id = :channel_id and message.id <= :message_id and message.thread_id is null
          and message.person_id is distinct from :person_id
          and (channel.kind = 'private' or exists (
              select from mention where mention.message_id = message.id and mention.person_id = :person_id))
        order by message.id desc limit :most
        """,
        person_id=seat.person_id,
        channel_id=channel_id,
        message_id=message_id,
        most=most,
    )
    return [row["id"] for row in rows]
