"""What the clock does with cases: it ends steps that are over, and reminds three days before."""

from datetime import datetime

from community import clock, db
from community.cases import deciding, letters, log, queries, rules
from community.cases.queries import Case
from community.cases.rules import State


async def advance(payload: dict) -> None:
    """The job `cases.advance`: each case in a transaction of its own, step by step up to now."""
    at = clock.now()
    for case_id in await queries.due_by_id(at):
        async with db.transaction():
            case = await queries.lock_by_id(case_id)
            while case.due_at is not None and case.due_at <= at:
                await _end_step(case, at)
                case = await queries.case_by_id(case_id)
    for case_id in await queries.to_remind_by_id(at):
        async with db.transaction():
            case = await queries.lock_by_id(case_id)
            if await queries.note_reminder_by_id(case):
                await log.write(case, at, "clock", "reminded")
                log.tell(case, "case.vote_due" if case.state is State.VOTING else "case.answer_due")


async def _end_step(case: Case, at: datetime) -> None:
    if case.state is State.VOTING:
        await deciding.decide(case, at)
    elif case.state is State.DECIDED:
        await queries.move_by_id(case, State.CLOSED, at)
        await log.write(case, at, "clock", "appeal_lapsed", "closed")
        log.tell(case, "case.closed")
    else:
        await _end_answer(case, at)


async def _end_answer(case: Case, at: datetime) -> None:
    became = rules.after_answers(case.state, case.plan)
    await queries.move_by_id(case, became, at)
    if became is State.VOTING:
        await log.write(case, at, "clock", "answers_closed", "voting")
        log.tell(case, "case.voting")
    else:
        await log.write(case, at, "clock", "answers_closed", "second_asked")
        await letters.of_second_answer(case)
        log.tell(case, "case.second_asked")
