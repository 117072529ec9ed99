"""Who may be shown as writing: whoever may post there just now."""

from community.cohorts import queries as cohorts
from community.discussion import queries, rules
from community.discussion.private import queries as parties
from community.errors import NotFound
from community.people import queries as people


async def may_write_by_id(person_id: int, channel_id: int, root_id: int) -> str | None:
    """For the hub: when the thread `root_id` began, "" for the channel itself (0); None for who may not post there."""
    channel = (await queries.channels_by_id([channel_id])).get(channel_id)
    person = (await people.people_by_id([person_id])).get(person_id)
    if channel is None or person is None:
        return None
    try:
        seat = await cohorts.seat(person, channel.cohort_id)
        cohort = await cohorts.cohort(seat)
        await queries.channel(seat, channel_id)
        root = await queries.message(seat, cohort, root_id) if root_id else None
    except NotFound:
        return None
    is_there = root is None or (root.channel_id == channel_id and root.thread_id is None and rules.can_answer(root))
    both = channel.kind != rules.Kind.PRIVATE or await parties.are_both_there(seat, channel_id)
    if not (is_there and both and rules.can_post(seat, cohort, channel.kind)):
        return None
    return root.began_at.isoformat() if root else ""
