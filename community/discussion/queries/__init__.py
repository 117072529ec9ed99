"""Channels, messages and read markers as rows; everybody enters by a seat."""

from community.discussion.queries.channels import Channel as Channel
from community.discussion.queries.channels import add_channel as add_channel
from community.discussion.queries.channels import audiences_by_id as audiences_by_id
from community.discussion.queries.channels import channel_at as channel_at
from community.discussion.queries.channels import channels as channels
from community.discussion.queries.channels import channels_by_id as channels_by_id
from community.discussion.queries.channels import count_channels as count_channels
from community.discussion.queries.messages import Message as Message
from community.discussion.queries.messages import add_mentions as add_mentions
from community.discussion.queries.messages import add_message as add_message
from community.discussion.queries.messages import message as message
from community.discussion.queries.messages import messages as messages
from community.discussion.queries.messages import messages_by_id as messages_by_id
from community.discussion.queries.messages import replies as replies
