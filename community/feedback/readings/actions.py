"""What a reader does: takes a request, opens the draft, keeps what is begun, sends the notes, or says not this time."""

from datetime import timedelta
from typing import Any

from community import clock, db
from community.cohorts.queries import Seat
from community.errors import Conflict, Invalid, NotFound
from community.events import record
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.rules import State
from community.feedback import content, reasons
from community.feedback.holders.rules import Guest
from community.feedback.notes import queries as notes
from community.feedback.outlooks import actions as outlooks
from community.feedback.outlooks.rules import Outlooks
from community.feedback.readings import queries, rules
from community.feedback.readings.queries import Feedback
from community.feedback.requests import queries as requests
from community.feedback.requests import rules as request_rules
from community.feedback.requests.queries import Request
from community.feedback.turns import actions as turns
from community.feedback.willing import queries as willing
from community.feedback.willing import rules as willing_rules
from community.people.queries import Person


async def take(person: Person, seat: Seat | Guest, request: Request, one_question: bool = False) -> None:
    """Read it from now on (R42); who has taken it keeps it. Raises Conflict when readers enough were quicker."""
    async with db.transaction():
        await queries.lock_request_by_id(request.id)
        now = (await requests.requests_by_id([request.id]))[request.id]
        given = await queries.given(person, now)
        if given is None or given.state not in ("reading", "sent"):
            apart = await willing.apart_by_id(seat.cohort_id, [person.id])
            if not willing_rules.may_meet(person.id, now.person_id, apart[person.id]):
                raise NotFound
            if not request_rules.can_take(now, seat, given, clock.now()):
                raise Conflict(reasons.taken_by_others())
            protocol = content.ONE_QUESTION if one_question else now.protocol
            await queries.put(person, now.id, protocol, clock.now())
            record("feedback.taken", *_topics(now), about=now.id, by=person.id)


async def decline(person: Person, request: Request, given: Feedback) -> None:
    """Not this time, without a reason (R44); what was begun is kept."""
    async with db.transaction():
        if given.is_sent or not await queries.set_state(person, given, "declined", clock.now()):
            raise Conflict(reasons.sent_already())
        record("feedback.declined", *_topics(request), about=request.id, by=person.id)
        await turns.ask_next(request.id)


async def opened(person: Person, request: Request, lasts: timedelta = request_rules.OPENING_LASTS) -> None:
    """The draft, or a file of it, was opened: logged where its author sees it (R49), once in the time that it `lasts`.

    The one thing of ours that is written on looking. The pictures of one page come all at once: it is one opening.
    """
    at = clock.now()
    if await queries.has_opened(person, request, at - lasts):
        return
    async with db.transaction():
        await queries.lock_request_by_id(request.id)
        await queries.add_opening(person, request, at, lasts)


async def begin(person: Person, given: Feedback, begun: dict[str, Any]) -> None:
    """Keep what is being written, for its writer only (R43)."""
    at = clock.now()
    if not await queries.set_begun(person, given, begun | {"at": at.isoformat()}, at):
        raise Conflict(reasons.sent_already())


async def send(person: Person, request: Request, given: Feedback, said: Outlooks | None = None) -> None:
    """The author sees the notes from now on, and whether it would meet each criterion, where she asked for it (R41).

    Raises Invalid with what the form still needs (R45).
    """
    async with db.transaction():
        await queries.lock_request_by_id(request.id)
        pinned = await notes.own_notes(person, given)
        if rules.missing(content.protocols()[given.protocol], [note.kind for note in pinned]):
            raise Invalid({"": reasons.not_enough()})
        if request.asks_outlook and said is not None:
            await outlooks.say(person, given, said)
        if not await queries.set_state(person, given, "sent", clock.now()):
            raise Conflict(reasons.sent_already())
        record("feedback.sent", *_topics(request), about=request.id, by=person.id)
        work = (await works.works_by_id([request.work_id]))[request.work_id]
        if work.state is State.ASKING:
            await evidence.move(person, work, "answer")


async def give_back(_payload: dict) -> None:
    """The job: who has not gone on for 72 h is relieved; what they began is kept for them (R43)."""
    at = clock.now()
    for feedback_id in await queries.resting_by_id(at - rules.LEASE):
        async with db.transaction():
            given = (await queries.feedback_by_id([feedback_id]))[feedback_id]
            if await queries.set_returned_by_id(given, at - rules.LEASE):
                request = (await requests.requests_by_id([given.request_id]))[given.request_id]
                record("request.freed", *_topics(request), about=request.id)
                record("feedback.returned", f"person:{given.person_id}", about=given.id)


def _topics(request: Request) -> list[str]:
    """The cohort's, the draft's, and its author's own."""
    return [request.cohort_topic, request.topic, *([f"seat:{request.seat_id}"] if request.seat_id else [])]
