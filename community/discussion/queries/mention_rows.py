"""Where somebody was mentioned, for who was: the channel, and the way there."""

from dataclasses import dataclass

from community.discussion.queries.channels import channels_by_id
from community.discussion.queries.messages import messages_by_id


@dataclass(frozen=True)
class Mentioned:
    """Not what was said: whoever may read it, reads it there."""

    channel: str
    address: str


async def mentions_by_id(message_ids: list[int]) -> dict[int, Mentioned]:
    """For notices."""
    messages = await messages_by_id(message_ids)
    channels = await channels_by_id(sorted({message.channel_id for message in messages.values()}))
    return {id: Mentioned(channels[message.channel_id].title, message.address) for id, message in messages.items()}
