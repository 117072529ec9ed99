"""What is said of reading: willing or not now; two who do not read each other, and that no more."""

from community import clock, db
from community.cohorts.queries import Member, Seat
from community.errors import permit
from community.events import record
from community.feedback import reasons
from community.feedback.willing import queries, rules
from community.feedback.willing.queries import Pair


async def say(seat: Seat, willing: bool) -> None:
    """Offered requests or not, from now on; said again it stands as it is."""
    async with db.transaction():
        if await queries.set_willing(seat, willing, clock.now()):
            record("reader.willing_set", seat.topic, about=seat.id, by=seat.person_id)


async def keep_apart(seat: Seat, one: Member, other: Member) -> None:
    """Neither is offered, asked for, or may take the other's draft from now on (R42)."""
    permit(rules.may_keep_apart(seat, one, other), reasons.not_your_pair())
    async with db.transaction():
        pair_id = await queries.add_pair(seat, one.seat_id, other.seat_id, clock.now())
        if pair_id:
            record("reader.apart_set", f"person:{seat.person_id}", about=pair_id, by=seat.person_id)


async def end_pair(seat: Seat, pair: Pair) -> None:
    """This seat wishes it no more; where the other wishes it too, it stands."""
    async with db.transaction():
        if await queries.end_pair(seat, pair):
            record("reader.apart_ended", f"person:{seat.person_id}", about=pair.id, by=seat.person_id)
