"""What was asked about notes, as rows; the note itself comes with it for who may look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.cohorts.queries import Seat
from community.feedback.notes import queries as notes
from community.feedback.notes.queries import Note
from community.feedback.readings.queries import Feedback
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.people import queries as people
from community.people.queries import Person

FLAG = """
select note_flag.id, note_flag.note_id, feedback.request_id, feedback_request.cohort_id, feedback.person_id as giver_id,
       work.person_id as author_id, note_flag.why, note_flag.raised_at, note_flag.state, note_flag.answer,
       note_flag.answered_by, note_flag.answered_at
from note_flag
join note on note.id = note_flag.note_id
join feedback on feedback.id = note.feedback_id
join feedback_request on feedback_request.id = feedback.request_id
join work on work.id = feedback_request.work_id
"""


@dataclass(frozen=True)
class Flag:
    """One question about a note, with its answer; `by` answered it."""

    id: int
    note_id: int
    request_id: int
    cohort_id: int
    giver_id: int | None
    author_id: int
    why: str
    raised_at: datetime
    state: str
    answer: str
    answered_by: int | None
    answered_at: datetime | None
    by: Person | None = None

    @property
    def address(self) -> str:
        """Where facilitators go."""
        return f"/cohorts/{self.cohort_id}/flags/{self.id}"


@dataclass(frozen=True)
class Flagged:
    """A flag with the note and the request it is about."""

    flag: Flag
    note: Note
    request: Request


async def own_flags(author: Person, work_id: int) -> dict[int, Flag]:
    """{note: the newest question} about notes on one's own work."""
    found = await _flags(
        FLAG + "where work.id = :work_id and work.person_id = :person_id order by note_flag.id limit 1000",
        work_id=work_id,
        person_id=author.id,
    )
    return {one.note_id: one for one in found}


async def flagged(seat: Seat, flag_id: int) -> Flagged | None:
    """A flag in this seat's cohort; whether they may look the rules say."""
    found = await _flags(
        FLAG + "where note_flag.id = :id and cohort_id = :cohort_id order by note_flag.id limit 1",
        id=flag_id,
        cohort_id=seat.cohort_id,
    )
    return (await _flagged(found)).get(flag_id)


async def open_flags(seat: Seat) -> list[Flagged]:
    """What waits for an answer in this seat's cohort, the longest wait first; whether they may look the rules say."""
    found = await _flags(
        FLAG + "where note_flag.state = 'open' and cohort_id = :cohort_id order by note_flag.id limit 50",
        cohort_id=seat.cohort_id,
    )
    return list((await _flagged(found)).values())


async def who_looks(author: Person, request: Request, given: Feedback) -> list[int]:
    """The seats of the facilitators who could look at a note of this feedback (rules.may_look)."""
    rows = await db.many(
        dict,
        """
        select id from seat
        where cohort_id = :cohort_id and role = 'facilitator' and state = 'active'
          and person_id <> :author_id and person_id is distinct from cast(:giver_id as bigint)
        order by id limit 100
        """,
        cohort_id=request.cohort_id,
        author_id=author.id,
        giver_id=given.person_id,
    )
    return [row["id"] for row in rows]


# --- writing ---


async def add_flag(author: Person, note_id: int, why: str, at: datetime) -> int | None:
    """Asked about a note that was sent to this author; None while it is asked already, or hidden, or not theirs."""
    return await db.value(
        """
        insert into note_flag (note_id, why, raised_at)
        select note.id, :why, :at
        from note
        join feedback on feedback.id = note.feedback_id and feedback.state = 'sent'
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id and work.person_id = :person_id
        where note.id = :note_id
          and not exists (select from note_flag where note_flag.note_id = note.id and note_flag.state = 'hidden')
        on conflict do nothing returning id
        """,
        note_id=note_id,
        person_id=author.id,
        why=why,
        at=at,
    )


async def set_answer(seat: Seat, flag: Flag, became: str, answer: str, at: datetime) -> int:
    """The guarded write: 0 when another facilitator was quicker."""
    return await db.run(
        """
        update note_flag set state = :became, answer = :answer, answered_by = :person_id, answered_at = :at
        where id = :id and state = 'open'
        """,
        id=flag.id,
        became=became,
        answer=answer,
        person_id=seat.person_id,
        at=at,
    )


# --- for the feed and notices ---


async def flags_by_id(ids: list[int]) -> dict[int, Flag]:
    found = await _flags(FLAG + "where note_flag.id = any(:ids) order by note_flag.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def flagged_by_id(ids: list[int]) -> dict[int, Flagged]:
    return await _flagged(list((await flags_by_id(ids)).values()))


async def lookers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {flag: facilitators who may look} while it is open (rules.may_look)."""
    rows = await db.many(
        dict,
        """
        select note_flag.id, seat.person_id
        from note_flag
        join note on note.id = note_flag.note_id
        join feedback on feedback.id = note.feedback_id
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        join seat on seat.cohort_id = feedback_request.cohort_id and seat.role = 'facilitator'
                 and seat.state = 'active' and seat.person_id <> work.person_id
                 and seat.person_id is distinct from feedback.person_id
        where note_flag.id = any(:ids) and note_flag.state = 'open'
        order by note_flag.id, seat.id limit 2000
        """,
        ids=ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row["person_id"])
    return found


async def authors_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {flag: who was given the note}."""
    return {number: [flag.author_id] for number, flag in (await flags_by_id(ids)).items()}


async def _flags(sql: str, **values: Any) -> list[Flag]:
    rows = await db.many(dict, sql, **values)
    ids = sorted({row["answered_by"] for row in rows if row["answered_by"]})
    faces = await people.people_by_id(ids) if ids else {}
    return [Flag(**row, by=faces.get(row["answered_by"])) for row in rows]


async def _flagged(flags: list[Flag]) -> dict[int, Flagged]:
    found = await notes.notes_by_id(sorted({one.note_id for one in flags})) if flags else {}
    about = await requests.requests_by_id(sorted({one.request_id for one in flags})) if flags else {}
    return {
        one.id: Flagged(one, found[one.note_id], about[one.request_id])
        for one in flags
        if one.note_id in found and one.request_id in about
    }
