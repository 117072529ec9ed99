"""Where somebody stands before a cohort: seats that could be given, their own seat, what is in the way (R16)."""

from dataclasses import dataclass
from uuid import UUID

from community.cohorts import queries as cohorts
from community.cohorts.joining import asking
from community.cohorts.joining.asking import Answer
from community.cohorts.queries import Cohort, Offered, Seat
from community.cohorts.requests import actions as requests
from community.cohorts.seats import actions as seats
from community.cohorts.waiting import actions as waiting
from community.discussion.asked import actions as asked
from community.discussion.asked import queries as questions
from community.discussion.asked import rules as asking_rules
from community.discussion.asked.queries import Asker
from community.errors import Conflict, Invalid, NotFound
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Door:
    """`free`: seats that could be given now; `state`: of one's own seat, "" without one."""

    free: int
    state: str
    answer: Answer
    asked: list[Asker]  # one's own questions from here
    can_ask: bool  # a facilitator, in private


async def offered(slug: str) -> Offered:
    """The cohort on this page; NotFound for a draft, for one that is over, for what never was."""
    found = await cohorts.public_cohort(slug[:140])
    if found is None:
        raise NotFound
    return found


async def door(person: Person | None, one: Offered) -> Door:
    """What this person finds, or somebody who is not signed in."""
    cohort = await _cohort(one)
    _card, free = await cohorts.public_card(cohort)
    seat = await cohorts.seat_of(person, cohort.id) if person else None
    state = seat.state if seat else ""
    answer = await asking.ask(person, cohort, free, removed=state == "removed")
    found = await questions.asked_at(person, cohort.id) if person else []
    answers = person and asking_rules.can_ask(seat) and await questions.guide(person, cohort.id)
    return Door(free, state if state not in ("left", "removed") else "", answer, found, bool(answers))


async def sit_down(person: Person, one: Offered) -> Seat:
    """Take a seat in a cohort that is offered here.

    Its code is used without being shown, so that its limit holds on this way too (R12). Raises NoSeat with the reason.
    """
    cohort = await _cohort(one)
    try:
        return await seats.take_seat(person, cohort.join_code)
    except Invalid:
        raise Conflict(
            _("No seat is given here just now: all that were offered are used up. Ask its affiliate.")
        ) from None


async def wait(person: Person, one: Offered) -> str:
    """Stand in its line; the state of one's seat then."""
    cohort = await _cohort(one)
    return (await waiting.stand_in_line(person, cohort.join_code)).state


async def ask(person: Person, one: Offered, words: str) -> None:
    """Ask to be let in where one cannot simply sit down; who leads answers. Raises NoSeat where that is no way."""
    cohort = await _cohort(one)
    await requests.ask(person, cohort.join_code, words)


async def question(person: Person, one: Offered, text: str, key: UUID) -> int:
    """Ask a facilitator in private; the thread's number. Conflict where that is no way."""
    return await asked.ask(person, await _cohort(one), text, key)


async def _cohort(one: Offered) -> Cohort:
    return (await cohorts.cohorts_by_id([one.id]))[one.id]
