"""What is written of opened results: that one is opened, looked at, answered, ended."""

from collections.abc import Collection, Sequence
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.people.queries import Person
from community.submissions.opening import rules
from community.submissions.opening.queries.opened_rows import Opened
from community.submissions.queries import Submission


async def add(
    seat: Seat, submission: Submission, rows: Collection[tuple[str, str]], to: Sequence[int], at: datetime,
    until_at: datetime,
) -> int:  # fmt: skip
    """Opened to these persons; its number."""
    opened_id = await db.value(
        """
        insert into opened_result (submission_id, seat_id, opened_at, until_at)
        values (:submission_id, :seat_id, :at, :until_at) returning id
        """,
        submission_id=submission.id,
        seat_id=seat.id,
        at=at,
        until_at=until_at,
    )
    ordered = sorted(rows)
    await db.run(
        """
        insert into opened_row (opened_result_id, requirement_key, criterion_key)
        select :id, key, criterion from unnest(cast(:keys as text[]), cast(:criteria as text[])) as new (key, criterion)
        """,
        id=opened_id,
        keys=[key for key, _criterion in ordered],
        criteria=[criterion for _key, criterion in ordered],
    )
    await db.run(
        "insert into opened_to (opened_result_id, person_id) select :id, unnest(cast(:to as bigint[]))",
        id=opened_id,
        to=sorted(set(to)),
    )
    return opened_id


async def end_by_id(opened_id: int, ending: str, at: datetime) -> int:
    """The guarded write of an end: 0 where it has ended before."""
    return await db.run(
        "update opened_result set ended_at = :at, ending = :ending where id = :id and ended_at is null",
        id=opened_id,
        ending=ending,
        at=at,
    )


async def add_look(person: Person, opened: Opened, at: datetime) -> int | None:
    """This person has opened it; None while that is still the look of a moment ago."""
    return await db.value(
        """
        insert into result_look (opened_result_id, person_id, at) select :id, :person_id, :at
        where not exists (
            select from result_look where opened_result_id = :id and person_id = :person_id and at > :since
        )
        returning id
        """,
        id=opened.id,
        person_id=person.id,
        at=at,
        since=at - rules.LOOK_LASTS,
    )


async def add_note(person: Person, opened: Opened, text: str, at: datetime) -> int:
    return await db.value(
        """
        insert into result_note (opened_result_id, person_id, text, at) values (:id, :person_id, :text, :at)
        returning id
        """,
        id=opened.id,
        person_id=person.id,
        text=text,
        at=at,
    )
