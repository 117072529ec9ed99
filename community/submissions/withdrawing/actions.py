"""An earner asks the desk to withdraw what is being read; the desk says yes, and it is, or no, and why."""

from datetime import datetime

from community import clock, db
from community.errors import Conflict
from community.events import record
from community.evidence import applying
from community.pages import _
from community.people import queries as people
from community.people.queries import Person
from community.submissions.queries import Submission
from community.submissions.withdrawing import queries, rules
from community.submissions.withdrawing.queries import Wish


async def ask(person: Person, submission: Submission, reason: str) -> int:
    """With a reason. Raises Conflict where nobody reads it, where a result is told, or one waits already."""
    async with db.transaction():
        if not rules.may_ask(submission, await queries.last_wish(person, submission)):
            raise Conflict(_("The desk cannot be asked now. Look at where it stands."))
        asked = await queries.add(person, submission, reason, clock.now())
        if asked is None:
            raise Conflict(_("You have asked already. The answer comes to your inbox."))
        record("withdrawal.asked", f"person:{person.id}", about=asked, by=person.id)
    return asked


async def grant(wish: Wish, by: int, answer: str, at: datetime) -> None:
    """In the transaction of the desk that says yes: it is withdrawn, and is no attempt; the window goes on as it was.

    Raises Conflict where somebody has decided on the attempt or answered meanwhile, and while a case about it is open.
    """
    async with db.transaction():
        application = await queries.withdraw_by_id(wish.submission_id, at)
        if application is None:
            raise Conflict(_("It cannot be withdrawn now: it is decided, or a case about it is open."))
        person = (await people.people_by_id([application["person_id"]]))[application["person_id"]]
        await _answered(wish, "granted", by, answer, at)
        await applying.take_back(person, application["id"], withdrawn_at=at)
        topic = f"person:{person.id}"
        record("submission.withdrawn", topic, about=wish.submission_id)
        record("withdrawal.granted", topic, about=wish.id)


async def refuse(wish: Wish, by: int, answer: str, at: datetime) -> None:
    """It is read on; its earner hears why."""
    async with db.transaction():
        await _answered(wish, "refused", by, answer, at)
        (person_id,) = (await queries.earners_by_id([wish.id]))[wish.id]
        record("withdrawal.refused", f"person:{person_id}", about=wish.id)


async def _answered(wish: Wish, state: str, by: int, answer: str, at: datetime) -> None:
    if not await queries.answer_by_id(wish.id, state, answer, by, at):
        raise Conflict(_("This was answered already."))
