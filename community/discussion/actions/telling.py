"""What else shows a message: its thread's first, and the head of its channel."""

from community.discussion.rules import Moderator
from community.events import record


def tell_thread(seat: Moderator, topic: str, root_id: int | None) -> None:
    """The first message of a thread says how many replies it has."""
    if root_id is not None:
        record("message.answered", topic, about=root_id, by=seat.person_id)


def tell_pin(seat: Moderator, topic: str, message_id: int, is_pinned: bool) -> None:
    """The head of the channel says what a message says that is, or was, pinned there."""
    if is_pinned:
        record("message.pin_changed", topic, about=message_id, by=seat.person_id)
