"""Questions of a cohort and their answers, read by their author and the facilitators only."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Place, Seat


@dataclass(frozen=True)
class Question:
    """What is asked; `place` 1 is the goal."""

    id: int
    place: int
    kind: str
    text: str


@dataclass(frozen=True)
class Answered:
    """A question and what one person says to it ("": nothing yet); `met_…` is asked of a goal at the end."""

    question_id: int
    kind: str
    question: str
    seat_id: int
    name: str
    text: str
    answered_at: datetime | None
    read_at: datetime | None
    met_by_self: str
    met_by_facilitator: str


ANSWERED = """
select sign_up_question.id as question_id, sign_up_question.kind, sign_up_question.text as question,
       seat.id as seat_id, person.name, coalesce(sign_up_answer.text, '') as text, answered_at, read_at,
       coalesce(met_by_self, '') as met_by_self, coalesce(met_by_facilitator, '') as met_by_facilitator
from seat
join person on person.id = seat.person_id
join sign_up_question on sign_up_question.cohort_id = seat.cohort_id
left join sign_up_answer on sign_up_answer.question_id = sign_up_question.id
                        and sign_up_answer.person_id = seat.person_id
"""


async def questions(place: Place) -> list[Question]:
    """What is asked now, in its order."""
    return await questions_by_id(place.cohort.id)


async def questions_by_id(cohort_id: int) -> list[Question]:
    return await db.many(
        Question,
        """
        select id, place, kind, text from sign_up_question
        where cohort_id = :cohort_id and retired_at is null order by place limit 5
        """,
        cohort_id=cohort_id,
    )


async def own(seat: Seat) -> list[Answered]:
    """What is asked of this member, and what was answered, also to a question that is asked no more."""
    return await db.many(
        Answered,
        ANSWERED
        + """
        where seat.id = :seat_id and (retired_at is null or sign_up_answer.text is not null)
        order by retired_at is not null, sign_up_question.place, sign_up_question.id limit 50
        """,
        seat_id=seat.id,
    )


async def of_members(seat: Seat) -> list[Answered]:
    """For a facilitator's seat: what the members who sit here now have answered, by name."""
    return await db.many(
        Answered,
        ANSWERED
        + """
        where seat.cohort_id = :cohort_id and seat.state = 'active' and seat.role = 'participant'
          and sign_up_answer.text is not null
        order by person.name, seat.id, sign_up_question.place, sign_up_question.id limit 10000
        """,
        cohort_id=seat.cohort_id,
    )


async def retire(place: Place, question: Question, at: datetime) -> None:
    await db.run("update sign_up_question set retired_at = :at where id = :id", id=question.id, at=at)


async def ask_by_id(cohort_id: int, number: int, kind: str, text: str) -> None:
    await db.run(
        "insert into sign_up_question (cohort_id, place, kind, text) values (:cohort_id, :place, :kind, :text)",
        cohort_id=cohort_id,
        place=number,
        kind=kind,
        text=text,
    )


async def put(seat: Seat, question_id: int, text: str, at: datetime) -> None:
    """This answer; a changed one is unread again."""
    await db.run(
        """
        insert into sign_up_answer (question_id, person_id, text, answered_at)
        values (:question_id, :person_id, :text, :at)
        on conflict (question_id, person_id) do update
        set text = excluded.text, answered_at = excluded.answered_at, read_at = null
        where sign_up_answer.text <> excluded.text
        """,
        question_id=question_id,
        person_id=seat.person_id,
        text=text,
        at=at,
    )


async def take_back(seat: Seat, question_id: int) -> None:
    await db.run(
        "delete from sign_up_answer where question_id = :question_id and person_id = :person_id",
        question_id=question_id,
        person_id=seat.person_id,
    )


async def set_met_by_self(seat: Seat, question_id: int, met: str) -> None:
    await db.run(
        "update sign_up_answer set met_by_self = :met where question_id = :question_id and person_id = :person_id",
        question_id=question_id,
        person_id=seat.person_id,
        met=met,
    )


async def set_met_by_facilitator(seat: Seat, member_seat_id: int, question_id: int, met: str) -> None:
    """For a facilitator's seat, of a member of the same cohort."""
    await db.run(
        """
        update sign_up_answer set met_by_facilitator = :met
        from seat where seat.id = :member_seat_id and seat.cohort_id = :cohort_id
                    and sign_up_answer.person_id = seat.person_id and question_id = :question_id
        """,
        member_seat_id=member_seat_id,
        cohort_id=seat.cohort_id,
        question_id=question_id,
        met=met,
    )


async def set_read(seat: Seat, at: datetime) -> int:
    """For a facilitator's seat: all answers of its cohort are read now; how many were not."""
    return await db.run(
        """
        update sign_up_answer set read_at = :at
        from sign_up_question
        where sign_up_question.id = sign_up_answer.question_id and sign_up_question.cohort_id = :cohort_id
          and read_at is null
        """,
        cohort_id=seat.cohort_id,
        at=at,
    )
