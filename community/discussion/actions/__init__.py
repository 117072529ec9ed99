"""What happens in a discussion: something is said, changed, answered with a sign; a channel is made and read."""

from community.discussion.actions.channels import make_channel as make_channel
from community.discussion.actions.channels import mark_read as mark_read
from community.discussion.actions.channels import opened as opened
from community.discussion.actions.hiding import hide as hide
from community.discussion.actions.hiding import restore as restore
from community.discussion.actions.messages import Posted as Posted
from community.discussion.actions.messages import delete as delete
from community.discussion.actions.messages import edit as edit
from community.discussion.actions.messages import post as post
from community.discussion.actions.signs import pin as pin
from community.discussion.actions.signs import react as react
from community.discussion.actions.signs import resolve as resolve
