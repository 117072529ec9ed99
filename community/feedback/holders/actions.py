"""What holders and cohorts say about reading elsewhere; and the job that asks, by turn (R44)."""

from zoneinfo import ZoneInfo

from community import clock, db
from community.awards import queries as awards
from community.cohorts.queries import Seat
from community.errors import permit
from community.events import record
from community.feedback import reasons
from community.feedback.holders import queries, rules
from community.feedback.readings import queries as readings
from community.feedback.requests.queries import Request
from community.people.queries import Person


async def holds_any(person: Person) -> bool:
    """Whether this person holds a badge for a micro-credential."""
    return any(one.revoked_at is None and one.micro_credential_id for one in await awards.awards(person))


async def say(person: Person, number: int) -> None:
    """So many a month, from now on; 0: none. Forbidden for who holds no badge."""
    permit(number == 0 or await holds_any(person), reasons.holds_no_badge())
    async with db.transaction():
        if await queries.say(person, number, clock.now()):
            record("holder.willing_set", f"person:{person.id}", about=person.id, by=person.id)


async def set_welcome(seat: Seat, welcome: bool) -> None:
    """Its members may ask holders elsewhere, or no more: then those who were asked read no more either."""
    permit(seat.is_facilitator, reasons.facilitators_decide())
    async with db.transaction():
        if await queries.set_welcome(seat, welcome, clock.now()):
            record("holders.welcome_set", seat.cohort_topic, about=seat.cohort_id, by=seat.person_id)


async def ask_holders(_payload: dict) -> None:
    """The job: what nobody has read for 96 hours is offered to two holders at a time."""
    at = clock.now()
    for request in await queries.waiting_by_id(at - rules.WAITS, at):
        if rules.may_be_asked_about(request, at):
            async with db.transaction():
                await _ask(request)


async def _ask(request: Request) -> None:
    at = clock.now()
    await readings.lock_request_by_id(request.id)
    room = rules.AT_ONCE - await queries.awaited_by_id(request.id, at - rules.ANSWERS_WITHIN)
    today = at.astimezone(ZoneInfo(request.author.time_zone)).date()
    able = rules.by_turn(await queries.candidates_by_id(request.id, at - rules.MONTH, today))
    for one in able[: max(room, 0)]:
        feedback_id = await queries.ask_by_id(request.id, one.person_id, request.protocol, at)
        if feedback_id:
            record("holder.asked", f"person:{one.person_id}", about=feedback_id)
