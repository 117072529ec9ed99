"""The board hears when there is more, or less, to read about a cell."""

from dataclasses import dataclass

from community.discussion.pointing import queries
from community.discussion.rules import Moderator
from community.events import record


@dataclass(frozen=True)
class Pointed:
    """Detail of `message.pointed`: at the cell of which seat and requirement."""

    seat_id: int
    requirement_key: str


def tell(seat: Moderator, seat_id: int, key: str) -> None:
    """In the transaction that makes or deletes a message of this seat."""
    record("message.pointed", seat.cohort_topic, about=seat_id, by=seat.person_id, detail=Pointed(seat_id, key))


async def tell_thread(seat: Moderator, root_id: int) -> None:
    """In the transaction that resolves a thread, opens it again, or hides something in it, or shows it again."""
    for one in await queries.pointers(seat, root_id):
        tell(seat, one.seat_id, one.key)
