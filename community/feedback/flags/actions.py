"""A note is asked about, and answered; of both its giver is told nothing."""

from dataclasses import dataclass

from community import clock, db
from community.cohorts.queries import Seat
from community.errors import Conflict
from community.events import record
from community.feedback import reasons
from community.feedback.flags import queries, rules
from community.feedback.flags.queries import Flag, Flagged
from community.feedback.flags.rules import State
from community.feedback.readings.queries import Feedback
from community.feedback.requests import actions as requests
from community.feedback.requests.queries import Request
from community.people.queries import Person


@dataclass(frozen=True)
class Answered:
    """Detail of `flag.answered`: settled, or hidden."""

    became: str


async def raise_flag(person: Person, request: Request, given: Feedback, note_id: int, why: str) -> int:
    """The facilitators look at this note; its number. Conflict where nobody could, or somebody does already."""
    async with db.transaction():
        looking = await queries.who_looks(person, request, given)
        if not looking:
            raise Conflict(reasons.nobody_looks())
        flag_id = await queries.add_flag(person, note_id, why, clock.now())
        if flag_id is None:
            raise Conflict(reasons.looked_at_already())
        record("flag.raised", *_topics(request, looking), about=flag_id, by=person.id)
    return flag_id


async def answer(seat: Seat, found: Flagged, became: State, text: str) -> None:
    """Settled with a sentence to whom it was given, or hidden with a reason. The caller has asked rules.may_look."""
    async with db.transaction():
        open_still = rules.may_answer(found.flag.state)
        if not open_still or not await queries.set_answer(seat, found.flag, became, text, clock.now()):
            raise Conflict(reasons.answered_already())
        topics = [*_topics(found.request, [seat.id]), f"line:{seat.cohort_id}"]  # where desks read what was decided
        record("flag.answered", *topics, about=found.flag.id, by=seat.person_id, detail=Answered(became))
        await requests.settle(None, found.request.work_id)


async def to_look_at(seat: Seat) -> list[Flagged]:
    """The open ones of this seat's cohort, for who may look."""
    found = await queries.open_flags(seat) if seat.is_facilitator else []
    return [one for one in found if may_look(seat, one.flag)]


def may_look(seat: Seat, flag: Flag) -> bool:
    return rules.may_look(seat, flag.cohort_id, flag.giver_id, flag.author_id)


def _topics(request: Request, seat_ids: list[int]) -> list[str]:
    """Each one's own: never the request's, which the note's giver follows."""
    own = f"seat:{request.seat_id}" if request.seat_id else f"person:{request.person_id}"
    return [own, *(f"seat:{seat_id}" for seat_id in seat_ids if seat_id != request.seat_id)]
