"""Whom a case concerns answers, once in each step, and changes it until its date; a late one is taken and marked."""

from community import clock, db
from community.cases import log, queries, rules
from community.cases.queries import Case
from community.errors import Conflict
from community.pages import _
from community.people.queries import Person


async def answer(person: Person, case: Case, text: str) -> None:
    """Raises Conflict once it is decided, where the plan has no answer, and where it stands and its date is over."""
    async with db.transaction():
        fresh, at = await queries.lock_by_id(case.id), clock.now()
        step = rules.answers_step(fresh.state, fresh.plan) if fresh.answer_by else None
        if step is None:
            raise Conflict(_("There is nothing to answer any more."))
        ends = fresh.answer_by if step == 1 else fresh.second_by
        assert ends is not None
        is_late = at >= ends
        if is_late and any(said.step == step for said in await queries.answers_by_id(case.id)):
            raise Conflict(_("Your answer stands as it was when its date came."))
        is_first = await queries.set_answer_by_id(case.id, person.id, step, text, at, is_late)
        again, late = "_again" if step == 2 else "", "_late" if is_late else ""
        await log.write(
            case, at, "person", f"answered{again}{late}" if is_first else "answer_changed", by=person.id
        )
        log.tell(case, "case.answered", by=person.id)
