"""Attempts as rows, read by their earner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from community import db, numbers
from community.errors import NotFound
from community.evidence.queries import Application
from community.numbers import Numbered
from community.people.queries import Person
from community.submissions import rules
from community.submissions.expecting.rules import Expected
from community.submissions.rules import Promise, State

# What was decided is with the reviewers still, for its earner, until she is told.
SUBMISSION = """
select submission.id, submission.number, submission.application_id, submission.attempt,
       case when is_told then submission.state else 'submitted' end as state,
       submission.definition_version_id, submission.definition_sha256, submission.submitted_at,
       submission.expected_on, case when is_told then submission.ended_at end as ended_at,
       application.person_id, application.expires_at as window_ends,
       micro_credential.code, definition_version.title, definition_version.version,
       submission.claimed_at is not null as is_claimed, submission.note, submission.at_once
from submission
join application on application.id = submission.application_id
join definition_version on definition_version.id = submission.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
cross join lateral (
    select submission.told_at is not null or submission.state in ('taken_back', 'withdrawn') as is_told
) as telling
"""


@dataclass(frozen=True)
class Submission(Numbered):
    """One attempt as its earner knows it. `window_ends` None where the issuer sets no end; `note`: to who reads it."""

    id: int
    number: str
    application_id: int
    attempt: int
    state: State
    definition_version_id: int
    definition_sha256: str
    submitted_at: datetime
    expected_on: date
    ended_at: datetime | None
    person_id: int
    window_ends: datetime | None
    code: str
    title: str
    version: int
    is_claimed: bool
    note: str
    at_once: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", State(self.state))

    @property
    def address(self) -> str:
        return f"/submissions/{self.number}"

    @property
    def take_back_until(self) -> datetime:
        return rules.take_back_until(self.submitted_at, self.window_ends)

    def can_be_withdrawn(self, at: datetime) -> bool:
        """Later than it can be taken back, and while nobody has claimed it."""
        return self.state is State.SUBMITTED and not self.is_claimed and not self.can_be_taken_back(at)

    def can_be_taken_back(self, at: datetime) -> bool:
        return rules.can_take_back(self.state, self.submitted_at, self.window_ends, at, self.is_claimed)


async def submission(person: Person, number: str) -> Submission:
    """One's own, or NotFound."""
    found = await db.one(
        Submission,
        SUBMISSION + "where submission.number = :number and application.person_id = :person_id",
        number=number,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def submissions(person: Person, micro_credential_id: int | None = None) -> list[Submission]:
    """One's own, the newest first; all, or those for one micro-credential."""
    return await db.many(
        Submission,
        SUBMISSION
        + """
        where application.person_id = :person_id
          and (cast(:id as bigint) is null or micro_credential.id = :id)
        order by submission.id desc limit 200
        """,
        person_id=person.id,
        id=micro_credential_id,
    )


async def add(
    person: Person,
    application: Application,
    promises: Sequence[Promise],
    at: datetime,
    expected: Expected,
    at_once: bool = False,
    note: str = "",
) -> int:
    """The next attempt of this application; its id."""
    return await db.value(
        """
        insert into submission (number, application_id, attempt, definition_version_id, definition_sha256, promises,
                                submitted_at, expected_on, first_due_on, at_once, note)
        select :number, application.id,
               1 + (
                   select count(*) from submission
                   where submission.application_id = application.id
                     and submission.state not in ('taken_back', 'withdrawn', 'returned_incomplete')
                     and submission.reread_at is null -- its copy counts, which an appeal had read
               ),
               definition_version.id, definition_version.sha256, cast(:promises as text[]), :at, :expected_on,
               :first_due_on, :at_once, :note
        from application join definition_version on definition_version.id = application.definition_version_id
        where application.id = :application_id and application.person_id = :person_id
        returning id
        """,
        number=numbers.draw(),
        application_id=application.id,
        person_id=person.id,
        promises=list(promises),
        at=at,
        expected_on=expected.on,
        first_due_on=expected.first_on,
        at_once=at_once,
        note=note,
    )


async def take_back(person: Person, submission: Submission, at: datetime) -> int:
    """submitted → taken_back by its earner: 1, or 0 when somebody was quicker."""
    return await db.run(
        """
        update submission set state = 'taken_back', ended_at = :at from application
        where submission.id = :id and submission.state = 'submitted' and submission.claimed_at is null
          and application.id = submission.application_id and application.person_id = :person_id
        """,
        id=submission.id,
        person_id=person.id,
        at=at,
    )


async def withdraw(person: Person, submission: Submission, at: datetime) -> int:
    """submitted → withdrawn by its earner while nobody has claimed it: 1, or 0 when somebody was quicker."""
    return await db.run(
        """
        update submission set state = 'withdrawn', ended_at = :at from application
        where submission.id = :id and submission.state = 'submitted' and submission.claimed_at is null
          and application.id = submission.application_id and application.person_id = :person_id
        """,
        id=submission.id,
        person_id=person.id,
        at=at,
    )


async def earners_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {submission: persons}."""
    rows = await db.many(
        dict,
        """
        select submission.id, application.person_id
        from submission join application on application.id = submission.application_id
        where submission.id = any(:ids) order by submission.id limit 2000
        """,
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def submissions_by_id(ids: list[int]) -> dict[int, Submission]:
    """For what is shown live."""
    found = await db.many(
        Submission, SUBMISSION + "where submission.id = any(:ids) order by submission.id limit 1000", ids=ids
    )
    return {one.id: one for one in found}
