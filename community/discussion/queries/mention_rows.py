"""Where somebody was mentioned, for who was: the channel, its cohort, and the way there."""

from dataclasses import dataclass

from community.cohorts import queries as cohorts
from community.discussion.queries.channels import channels_by_id
from community.discussion.queries.messages import messages_by_id


@dataclass(frozen=True)
class Mentioned:
    """Not what was said: whoever may read it, reads it there."""

    channel: str
    cohort: str
    address: str


async def mentions_by_id(message_ids: list[int]) -> dict[int, Mentioned]:
    """For notices."""
    messages = await messages_by_id(message_ids)
    channels = await channels_by_id(sorted({message.channel_id for message in messages.values()}))
    theirs = await cohorts.cohorts_by_id(sorted({message.cohort_id for message in messages.values()}))
    return {
        id: Mentioned(channels[message.channel_id].title, theirs[message.cohort_id].name, message.address)
        for id, message in messages.items()
    }
