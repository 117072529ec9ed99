"""Who looks after the cohort hides what another wrote, and shows it again. Moderation decides whether they may."""

from community import clock
from community.discussion import queries
from community.discussion.actions.telling import tell_pin, tell_thread
from community.discussion.pointing import telling
from community.discussion.rules import Moderator
from community.events import record


async def hide(seat: Moderator, message_id: int, why: str) -> None:
    """Take it back, with a sentence for all who read there. What is deleted already stays so.

    In the caller's transaction.
    """
    was_pinned = await queries.take_down(seat, message_id)
    hidden = await queries.hide(seat, message_id, why, clock.now())
    if hidden:
        topic = f"channel:{hidden.channel_id}"
        record("message.hidden", topic, about=message_id, by=seat.person_id)
        tell_thread(seat, topic, hidden.thread_id)
        tell_pin(seat, topic, message_id, was_pinned)
        await telling.tell_thread(seat, hidden.thread_id or message_id)


async def restore(seat: Moderator, message_id: int) -> bool:
    """It stands again, with its files, but for its pin. Whether it was hidden. In the caller's transaction."""
    shown = await queries.restore(seat, message_id)
    if shown:
        topic = f"channel:{shown.channel_id}"
        record("message.restored", topic, about=message_id, by=seat.person_id)
        tell_thread(seat, topic, shown.thread_id)
        await telling.tell_thread(seat, shown.thread_id or message_id)
    return shown is not None
