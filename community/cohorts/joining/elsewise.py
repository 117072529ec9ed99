"""Who cannot simply sit down, and takes another way in: they stand in line (R15), or ask (R16)."""

from collections.abc import Callable, Collection

from community.cohorts import queries, reasons
from community.cohorts.joining import asking
from community.cohorts.joining.asking import Answer, NoSeat
from community.cohorts.queries import Cohort, Seat
from community.cohorts.waiting import line
from community.errors import Conflict
from community.people.queries import Person


async def place(
    person: Person, cohort_id: int, stays: Collection[str], opens: Callable[[Answer], bool]
) -> tuple[Cohort, Seat | None]:
    """The cohort, and this person's seat there if its state is one that `stays`; in the caller's transaction.

    Raises Conflict where a seat is free to take, NoSeat where what stands in the way `opens` no such way.
    """
    await queries.lock_by_id(person.id, cohort_id)
    cohort, room = await line.settle(cohort_id)
    seat = await queries.seat_of(person, cohort_id)
    if seat is not None and seat.state in stays:
        return cohort, seat
    answer = await asking.ask(person, cohort, room.free, removed=seat is not None and seat.state == "removed")
    if answer.bar is None:
        raise Conflict(reasons.not_full())
    if not opens(answer):
        raise NoSeat(answer.why, cohort.code, answer.ways, cohort.affiliate_slug)
    return cohort, None
