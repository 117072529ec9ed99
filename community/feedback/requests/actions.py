"""What happens to a request: it is opened with the present draft, and it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Member, Seat
from community.errors import Conflict, Invalid
from community.events import record
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence import rules as work_rules
from community.evidence.artifacts import queries as artifacts
from community.evidence.rules import State
from community.evidence.scrub import actions as scrub
from community.evidence.scrub.places import Finding
from community.evidence.scrub.reasons import may_hold_names
from community.feedback import reasons
from community.feedback.readings import queries as readings
from community.feedback.requests import queries, rules
from community.feedback.requests.queries import Request
from community.feedback.requests.rules import Asks, Ending, Opened
from community.feedback.turns import actions as turns
from community.feedback.willing import queries as willing
from community.feedback.willing import rules as willing_rules
from community.people.queries import Person


@dataclass(frozen=True)
class Asking:
    """What the author's form says: a question, a form of feedback, what to leave alone, until when, whom.

    `asks_outlook`: readers may also say whether it would meet each criterion (R41). `asks_holders`: who holds the badge
    elsewhere is asked, too, once it has waited for 96 hours (R44).
    """

    focus: str
    off_limits: str
    protocol: str
    wanted: int
    until: date
    asks: Asks
    named: tuple[int, ...] = ()  # persons
    asks_outlook: bool = False
    asks_holders: bool = False


async def ask(
    person: Person, seat: Seat, code: str, key: str, asking: Asking, until_at: datetime | None = None
) -> int:
    """Open a request for the draft as it stands, kept as it is (R40); its number. `until_at`: not all of the last day.

    Raises Conflict where the work cannot be asked about now, or is being asked about.
    """
    async with db.transaction():
        at = clock.now()
        work = await works.work(person, code, key)
        if not rules.can_ask(work.state) or not work.text.strip():
            raise Conflict(reasons.cannot_ask(work.state))
        if await artifacts.are_looked_at(person, work):  # what is in it is not known, and may be a name
            raise Conflict(reasons.still_looked_at())
        if await to_answer(person, work, asking.focus, asking.off_limits):
            raise Conflict(may_hold_names())
        until_at = until_at or work_rules.end_of_day(asking.until, person.time_zone)
        request_id = await queries.add(person, work, seat.cohort_id, asking, at, until_at)
        if request_id is None:
            raise Conflict(reasons.asks_already())
        await works.keep(person, work, work.revision)
        again = work.state is State.ANSWERED
        await evidence.move(person, work, "ask_again" if again else "ask")
        topics = (seat.cohort_topic, seat.topic) if asking.asks == Asks.COHORT else (seat.topic,)
        record("request.opened", *topics, about=request_id, by=person.id, detail=Opened(seat.id, key))
        await ask_by_name(person, request_id, asking.named, asking.protocol)
        if asking.asks is Asks.TURN:
            await turns.ask_next(request_id)
    return request_id


async def to_answer(person: Person, work: works.Work, *said: str) -> list[Finding]:
    """What may be a name in the work, or in what is said to its readers, and is not answered yet (R32)."""
    found = await scrub.check(person, work)
    for text in said:
        found += await scrub.check(person, work, text)
    return found


async def ask_by_name(person: Person, request_id: int, named: Iterable[int], protocol: str) -> None:
    """Ask these people; each is told once."""
    for person_id in named:
        feedback_id = await readings.ask_by_id(request_id, person_id, protocol, clock.now())
        if feedback_id:
            record("feedback.asked", f"person:{person_id}", about=feedback_id, by=person.id)


async def widen(person: Person, request: Request) -> None:
    """Its author asks the whole cohort from now on (R44). Conflict where it does not wait long."""
    async with db.transaction():
        if not rules.can_widen(request, clock.now()) or not await queries.set_asks_cohort(person, request):
            raise Conflict(reasons.not_waiting())
        topics = [request.cohort_topic, *([f"seat:{request.seat_id}"] if request.seat_id else [])]
        detail = Opened(request.seat_id or 0, request.key)
        record("request.opened", *topics, about=request.id, by=person.id, detail=detail)


async def find_reader(person: Person, seat: Seat, request: Request, reader_seat_id: int) -> None:
    """A facilitator asks this colleague; they may decline without a reason (R44). Invalid for who cannot be asked."""
    able = await able_to_read(seat, [request.person_id])
    reader = next((one for one in able[request.person_id] if one.seat_id == reader_seat_id), None)
    if reader is None:
        raise Invalid({"reader": reasons.choose_reader()}, {"reader": str(reader_seat_id)})
    async with db.transaction():
        await ask_by_name(person, request.id, [reader.person_id], request.protocol)


async def able_to_read(seat: Seat, author_ids: list[int]) -> dict[int, list[Member]]:
    """{author: members and helpers here who could read them}: not themself, nor who is kept from them (R42)."""
    apart = await willing.apart_by_id(seat.cohort_id, author_ids)
    here = [one for one in await cohorts.members(seat) if one.role in rules.READERS]
    return {
        author_id: [one for one in here if willing_rules.may_meet(author_id, one.person_id, apart[author_id])]
        for author_id in author_ids
    }


async def end(person: Person, request: Request) -> None:
    """Its author ends it: from this commit on nobody reads the draft any more (R40)."""
    async with db.transaction():
        if not await _end(request, Ending.AUTHOR, person):
            raise Conflict(reasons.ended_already())


async def close(request_ids: list[int]) -> None:
    """What they were opened for is over: a pair's meeting, or the pair. In the caller's transaction."""
    for request in (await queries.requests_by_id(request_ids)).values():
        await _end(request, Ending.PAIR, None)


async def end_what_is_over(_payload: dict) -> None:
    """The job: a request ends by itself at its date, and when its author has left or the work has moved on (R40)."""
    at = clock.now()
    for request in await queries.over_by_id(at):
        ending = rules.ended(request, at)
        if ending:
            async with db.transaction():
                await _end(request, ending, None)


async def settle(person: Person | None, work_id: int) -> None:
    """Where nobody is asked any more and no note is left open, the work is drafted on (in the caller's transaction)."""
    work = (await works.works_by_id([work_id])).get(work_id)
    moves = work and work.state in (State.ASKING, State.ANSWERED)
    if work and moves and not await queries.is_asking_by_id(work_id) and not await queries.open_notes_by_id(work_id):
        own = person if person and person.id == work.person_id else None
        await evidence.move(own, work, "end_request" if own else "lapse")


async def _end(request: Request, ending: Ending, person: Person | None) -> bool:
    if not await queries.set_ended_by_id(request.id, ending, clock.now()):
        return False
    people = await queries.readers_by_id(request.id)
    own = [f"seat:{request.seat_id}"] if request.seat_id else []
    topics = [request.topic, request.cohort_topic, *own, *(f"person:{person_id}" for person_id in people)]
    record("request.closed", *topics, about=request.id, by=person.id if person else None)
    await settle(person, request.work_id)
    return True


def is_over(request: Any) -> bool:
    """Whether this request has ended by now."""
    return rules.ended(request, clock.now()) is not None
