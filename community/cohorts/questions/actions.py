"""Questions are asked, answered, read; at the end each says whether the goal was met."""

from collections.abc import Mapping
from dataclasses import dataclass

from community import clock, db, events
from community.cohorts import reasons
from community.cohorts.queries import Cohort, Place, Seat, lock_by_id
from community.cohorts.questions import queries, rules
from community.errors import Conflict


@dataclass(frozen=True)
class Asked:
    """How many questions there are now."""

    questions: int


async def ask(place: Place, texts: Mapping[int, str]) -> None:
    """What is asked from now on: {place: question}, "" for none. One that was asked before stays with its answers."""
    if place.cohort.is_closed:
        raise Conflict(reasons.closed())
    async with db.transaction():
        await lock_by_id(place.person_id, place.cohort.id)
        former = {question.place: question for question in await queries.questions(place)}
        changed = [number for number in rules.PLACES if texts.get(number, "") != _text(former.get(number))]
        for number in changed:
            if number in former:
                await queries.retire(place, former[number], clock.now())
            if texts.get(number):
                await queries.ask_by_id(place.cohort.id, number, rules.kind(number), texts[number])
        if changed:
            detail = Asked(sum(bool(text) for text in texts.values()))
            events.record(
                "cohort.asks", place.cohort.topic, about=place.cohort.id, by=place.person_id, detail=detail
            )


async def ask_at_first(cohort: Cohort) -> None:
    """A new cohort asks for a goal, a copy what the earlier one asks; in the transaction that makes it."""
    former = await queries.questions_by_id(cohort.copied_from) if cohort.copied_from else []
    asked = {question.place: question.text for question in former} or {rules.GOAL: rules.first_goal()}
    for number, text in asked.items():
        await queries.ask_by_id(cohort.id, number, rules.kind(number), text)


async def answer(seat: Seat, cohort: Cohort, texts: Mapping[int, str]) -> None:
    """One's answers, {question: text}; an empty one is taken back. Nobody else hears of it."""
    if not rules.takes_answers(cohort.state):
        raise Conflict(reasons.closed())
    async with db.transaction():
        for question_id, text in texts.items():
            if text:
                await queries.put(seat, question_id, text, clock.now())
            else:
                await queries.take_back(seat, question_id)


async def say_met(seat: Seat, cohort: Cohort, met: Mapping[int, str]) -> None:
    """Whether one's own goals were met, {question: yes, partly or not_yet}."""
    _check_end(cohort)
    async with db.transaction():
        for question_id, said in met.items():
            await queries.set_met_by_self(seat, question_id, said)


async def say_met_for(seat: Seat, cohort: Cohort, member_seat_id: int, question_id: int, met: str) -> None:
    """What the facilitator says of a member's goal."""
    _check_end(cohort)
    async with db.transaction():
        await queries.set_met_by_facilitator(seat, member_seat_id, question_id, met)


async def read(seat: Seat) -> None:
    """The facilitator has read all that is there."""
    async with db.transaction():
        if await queries.set_read(seat, clock.now()):
            events.record("goals.read", seat.cohort_topic, about=seat.cohort_id, by=seat.person_id)


def _check_end(cohort: Cohort) -> None:
    if not rules.asks_whether_met(cohort.state) or cohort.is_closed:
        raise Conflict(reasons.not_at_the_end())


def _text(question: queries.Question | None) -> str:
    return question.text if question else ""
