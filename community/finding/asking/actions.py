"""A question is asked, confirmed, taken back, answered once; what is over is erased."""

from typing import Any
from uuid import UUID

from community import clock, db, events, retaining
from community.affiliates.queries import Affiliate, Desk
from community.errors import Conflict, NotFound
from community.finding import visitors
from community.finding.asking import queries, rules
from community.finding.asking.queries import Question
from community.pages import _
from community.people import letters
from community.people import queries as people
from community.people.queries import Person
from community.retaining import Retain

LINK = "asked question"
ANSWERED = "id in (select question_id from affiliate_answer where at < :before)"
UNANSWERED = """
confirmed_at < :before and not exists (select from affiliate_answer where question_id = affiliate_question.id)
"""
KEPT = {
    "answered_questions": Retain(
        *("affiliate_question", ANSWERED, rules.STAYS_ANSWERED.days), lambda: _("Answered questions to desks")
    ),
    "unanswered_questions": Retain(
        *("affiliate_question", UNANSWERED, rules.STAYS_UNANSWERED.days), lambda: _("Questions that no desk answered")
    ),
}


def link(question_id: int) -> str:
    """What stands in the mailed link."""
    return visitors.link(LINK, question_id)


async def of_link(text: str) -> Question:
    """The question behind a mailed link; NotFound for one that is erased, and for any other text."""
    number = visitors.number(LINK, text)
    found = (await queries.questions_by_id([number])).get(number)
    if found is None:
        raise NotFound
    return found


async def ask(affiliate: Affiliate, name: str, address: str, language: str, text: str, key: UUID) -> int | None:
    """A question of somebody who is not signed in: it counts once the link in the mail is pressed.

    The mail holds no word of theirs: the address may be somebody else's. None where this form was sent before.
    """
    async with db.transaction():
        question_id = await queries.add_by_id(affiliate, name, address, language, text, key)
        if question_id:
            about = {"affiliate": affiliate.name, "token": link(question_id)}
            await letters.write("question_confirm", address, language, f"question {question_id}", at_once=True, **about)
    return question_id


async def add(person: Person, affiliate: Affiliate, text: str, key: UUID) -> int | None:
    """One's own question, answered to the main address; None where this form was sent before."""
    async with db.transaction():
        question_id = await queries.add(person, affiliate, text, key)
        if question_id:
            _tell(affiliate.id, question_id)
    return question_id


async def confirm(question: Question) -> None:
    """The link was pressed. Pressed twice, it counts once."""
    async with db.transaction():
        if await queries.confirm_by_id(question.id):
            _tell(question.affiliate_id, question.id)


async def withdraw(question: Question) -> None:
    """Take a question back: nothing of it stays."""
    async with db.transaction():
        await queries.forget_by_id(question.id)


async def answer(desk: Desk, question_id: int, text: str) -> None:
    """By mail to who asked, in the name of who sits at the desk. Conflict when a colleague was quicker."""
    async with db.transaction():
        if not await queries.lock_by_id(question_id):
            raise NotFound
        question = await queries.question(desk, question_id)
        if not await queries.add_answer(desk, question_id, text):
            raise Conflict(_("This was answered a moment ago, so your answer was not sent."))
        by = (await people.people_by_id([desk.person_id]))[desk.person_id]
        events.record(
            "question.answered", f"affiliate:{question.affiliate_id}", about=question.id, by=desk.person_id
        )  # fmt: skip
        await _write(question, by.name, text)


async def forget(_payload: dict) -> None:
    """The job, safe to repeat."""
    at = clock.now()
    async with db.transaction():
        await queries.forget_unconfirmed_by_id(at - rules.WAITS_FOR_ITS_LINK)
        for name in KEPT:
            await retaining.erase(name)


def _tell(affiliate_id: int, question_id: int) -> None:
    events.record("question.asked", f"affiliate:{affiliate_id}", about=question_id)


async def _write(question: Question, by: str, text: str) -> None:
    key, said = f"answer {question.id}", {"question": rules.quoted(question.text), "answer": rules.quoted(text)}
    about: dict[str, Any] = {"affiliate": question.affiliate, "slug": question.affiliate_slug, "by": by} | said
    if question.person_id:
        await letters.write_to_person("question_answered", question.person_id, key, **about)
    else:
        about["called"] = question.name
        await letters.write("question_answered", question.address, question.language, key, **about)
