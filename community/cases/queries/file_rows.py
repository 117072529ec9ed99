"""What a case file holds: answers, attachments, and the log."""

from dataclasses import dataclass
from datetime import datetime

from community import db


@dataclass(frozen=True)
class Answer:
    """What whom it concerns says in one step, as it stands now."""

    step: int
    text: str
    said_at: datetime
    changed_at: datetime
    is_late: bool


@dataclass(frozen=True)
class Attachment:
    """A text for the committee and the desk alone."""

    title: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """A dated step. `name`: who of the desk or the committee; "" for everybody else."""

    kind: str
    who: str
    name: str
    at: datetime


async def answers_by_id(case_id: int) -> list[Answer]:
    return await db.many(
        Answer,
        """
        select step, text, said_at, changed_at, is_late from case_answer
        where case_id = :case_id order by step limit 2
        """,
        case_id=case_id,
    )


async def set_answer_by_id(case_id: int, person_id: int, step: int, text: str, at: datetime, is_late: bool) -> bool:
    """Whether it is a first one in this step. What was said in time stays so marked unless it is changed late."""
    return await db.value(
        """
        insert into case_answer as said (case_id, person_id, step, text, said_at, changed_at, is_late)
        values (:case_id, :person_id, :step, :text, :at, :at, :is_late)
        on conflict (case_id, step) do update set text = excluded.text, changed_at = excluded.changed_at,
            is_late = said.is_late or excluded.is_late
        returning xmax = 0
        """,
        case_id=case_id,
        person_id=person_id,
        step=step,
        text=text,
        at=at,
        is_late=is_late,
    )


async def attachments_by_id(case_id: int) -> list[Attachment]:
    return await db.many(
        Attachment,
        "select title, text, at from case_attachment where case_id = :case_id order by id limit 50",
        case_id=case_id,
    )


async def attach_by_id(case_id: int, person_id: int, title: str, text: str, at: datetime) -> None:
    await db.run(
        """
        insert into case_attachment (case_id, person_id, title, text, at)
        values (:case_id, :person_id, :title, :text, :at)
        """,
        case_id=case_id,
        person_id=person_id,
        title=title,
        text=text,
        at=at,
    )


async def lines_by_id(case_id: int) -> list[Line]:
    """The whole log, in order."""
    return await db.many(
        Line,
        """
        select case_line.kind, case_line.who,
               case when case_line.who in ('desk', 'committee') then coalesce(person.name, '') else '' end as name,
               case_line.at
        from case_line left join person on person.id = case_line.person_id
        where case_line.case_id = :case_id order by case_line.id limit 500
        """,
        case_id=case_id,
    )


async def write_line_by_id(case_id: int, kind: str, who: str, person_id: int | None, at: datetime) -> None:
    await db.run(
        """
        insert into case_line (case_id, kind, who, person_id, at) values (:case_id, :kind, :who, :person_id, :at)
        """,
        case_id=case_id,
        kind=kind,
        who=who,
        person_id=person_id,
        at=at,
    )
