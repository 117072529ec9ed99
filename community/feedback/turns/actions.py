"""Readers are asked by turn, and the next one when somebody declines; at last the whole cohort (R42, R44)."""

from community import clock, db
from community.events import record
from community.feedback.readings import queries as readings
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.feedback.requests.rules import Opened
from community.feedback.turns import queries, rules


async def ask_next(request_id: int) -> None:
    """Ask whose turn it is until its wanted readers read or may still answer; where nobody is left it is everybody's.

    In the caller's transaction.
    """
    at = clock.now()
    request = (await requests.requests_by_id([request_id])).get(request_id)
    if request is None or not rules.goes_on(request, at):
        return
    await queries.lock_cohort_by_id(request.cohort_id)
    await readings.lock_request_by_id(request_id)
    request = (await requests.requests_by_id([request_id]))[request_id]
    if not rules.goes_on(request, at):
        return
    awaited = await queries.awaited_by_id(request_id, at - rules.ANSWERS_WITHIN)
    room = rules.room(request, awaited)
    able = rules.by_turn(await queries.candidates_by_id(request_id, at))
    for one in able[:room]:
        feedback_id = await readings.ask_by_id(request_id, one.person_id, request.protocol, at)
        if feedback_id:
            record("feedback.asked", f"person:{one.person_id}", about=feedback_id, by=request.person_id)
    if room and not able and not awaited and await queries.open_to_cohort_by_id(request_id):
        _tell_cohort(request)


async def ask_by_turn(_payload: dict) -> None:
    """The job: for who said nothing, gave a draft back or left, the next is asked."""
    for request_id in await queries.asking_by_id(clock.now()):
        async with db.transaction():
            await ask_next(request_id)


def _tell_cohort(request: Request) -> None:
    own = [f"seat:{request.seat_id}"] if request.seat_id else []
    detail = Opened(request.seat_id or 0, request.key)
    record("request.opened", request.cohort_topic, *own, about=request.id, by=request.person_id, detail=detail)
