"""Questions to an affiliate's desk and their answers. Its organizers read them, and nobody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community import clock, db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Affiliate, Desk
from community.errors import NotFound
from community.people.queries import Person

MOST = 100
QUESTION = """
select question.id, question.affiliate_id, affiliate.name as affiliate, affiliate.slug as affiliate_slug,
       question.person_id, question.name, question.address, question.language, question.text, question.asked_at,
       question.confirmed_at, coalesce(answer.text, '') as answer, answer.at as answered_at,
       coalesce(answerer.name, '') as answered_by
from affiliate_question as question
join affiliate on affiliate.id = question.affiliate_id
left join affiliate_answer as answer on answer.question_id = question.id
left join person as answerer on answerer.id = answer.person_id
"""


@dataclass(frozen=True)
class Question:
    """A question; `address` is "" where the main one of `person_id` is meant. Unanswered, `answered_at` is None."""

    id: int
    affiliate_id: int
    affiliate: str
    affiliate_slug: str
    person_id: int | None
    name: str
    address: str
    language: str
    text: str
    asked_at: datetime
    confirmed_at: datetime | None
    answer: str
    answered_at: datetime | None
    answered_by: str


async def questions(desk: Desk) -> list[Question]:
    """Those that count: who waits first, the longest waiting before all; then the last answered."""
    return await db.many(
        Question,
        QUESTION
        + """
        where question.affiliate_id = :affiliate_id and question.confirmed_at is not null
        order by answer.at desc nulls first, question.confirmed_at, question.id limit :most
        """,
        affiliate_id=desk.affiliate_id,
        most=MOST,
    )


async def question(desk: Desk, question_id: int) -> Question:
    """One that was asked of the desk's affiliate; NotFound for another's, and while nobody has confirmed it."""
    found = (await questions_by_id([question_id])).get(question_id)
    if found is None or found.affiliate_id != desk.affiliate_id or found.confirmed_at is None:
        raise NotFound
    return found


async def add_answer(desk: Desk, question_id: int, text: str) -> bool:
    """Whether nobody had answered before."""
    added = await db.run(
        """
        insert into affiliate_answer (question_id, person_id, text, at) values (:question_id, :by, :text, :at)
        on conflict (question_id) do nothing
        """,
        question_id=question_id,
        by=desk.person_id,
        text=text,
        at=clock.now(),
    )
    return added == 1


async def add(person: Person, affiliate: Affiliate, text: str, key: UUID) -> int | None:
    """The id of a question of one's own, which counts at once; None where this form was sent before."""
    at, name, language = clock.now(), person.name, person.language
    return await _add(affiliate, key, person.id, name, "", language, text, at, at)


async def add_by_id(affiliate: Affiliate, name: str, address: str, language: str, text: str, key: UUID) -> int | None:
    """The id of a visitor's, which does not count yet; None where this form was sent before."""
    return await _add(affiliate, key, None, name, address, language, text, clock.now(), None)


async def _add(
    affiliate: Affiliate, key: UUID, person_id: int | None, name: str, address: str, language: str, text: str,
    asked_at: datetime, confirmed_at: datetime | None,
) -> int | None:  # fmt: skip
    return await db.value(
        """
        insert into affiliate_question
            (affiliate_id, post_key, person_id, name, address, language, text, asked_at, confirmed_at)
        values (:affiliate_id, :key, :person_id, :name, :address, :language, :text, :asked_at, :confirmed_at)
        on conflict (post_key) do nothing returning id
        """,
        affiliate_id=affiliate.id,
        key=key,
        person_id=person_id,
        name=name,
        address=address,
        language=language,
        text=text,
        asked_at=asked_at,
        confirmed_at=confirmed_at,
    )


async def questions_of(person: Person) -> list[Question]:
    """What this person has asked, the last first."""
    return await db.many(
        Question,
        QUESTION + "where question.person_id = :id order by question.id desc limit 1000",
        id=person.id,
    )


async def questions_by_id(ids: list[int]) -> dict[int, Question]:
    found = await db.many(
        Question, QUESTION + "where question.id = any(:ids) order by question.id limit 5000", ids=ids
    )
    return {one.id: one for one in found}


async def organizers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """{question: who answers it}"""
    return await affiliates.organizers_for_by_id(await questions_by_id(ids))


async def lock_by_id(question_id: int) -> bool:
    """Whether it is there still; until the transaction ends nobody erases it."""
    sql = "select id from affiliate_question where id = :id for no key update"
    return await db.value(sql, id=question_id) is not None


async def confirm_by_id(question_id: int) -> bool:
    """Whether it was not confirmed before."""
    confirmed = await db.run(
        "update affiliate_question set confirmed_at = :at where id = :id and confirmed_at is null",
        id=question_id,
        at=clock.now(),
    )
    return confirmed == 1


async def forget_by_id(question_id: int) -> None:
    await db.run("delete from affiliate_question where id = :id", id=question_id)


async def forget_unconfirmed_by_id(before: datetime) -> None:
    """For the job: what nobody confirmed."""
    await db.run("delete from affiliate_question where confirmed_at is null and asked_at < :before", before=before)
