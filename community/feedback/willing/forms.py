"""What stands beside the list of who asks: what one says of reading, and whom one can choose to be kept from."""

from typing import Any

from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.feedback.requests.rules import may_know
from community.feedback.willing import queries, rules
from community.pages import _


async def around(seat: Seat) -> dict[str, Any]:
    """For its page."""
    people = [one for one in await cohorts.members(seat) if may_know(one)]
    found = [one for one in people if seat.role == "facilitator" or one.seat_id != seat.id]
    return {
        "can_say": rules.may_say(seat),
        "pairs": await queries.own_pairs(seat),
        "choosable": [("", _("Choose a person")), *((str(one.seat_id), one.name) for one in found)],
    }
