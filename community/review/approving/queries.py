"""What an approver sees: numbers and what readers found; of the earner nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from community import db
from community.errors import NotFound
from community.numbers import Numbered
from community.people.queries import Person
from community.review import desks
from community.review.conflicts import EACH, Cause
from community.review.paging import A_PAGE, Mark
from community.review.reading.queries import ATTEMPT, Attempt


@dataclass(frozen=True)
class Office:
    """An approver's desks."""

    person_id: int
    issuers: tuple[int, ...]


@dataclass(frozen=True)
class Reading:
    """How many readers an issuer asks for each attempt (R56)."""

    id: int
    slug: str
    name: str
    readers: int


@dataclass(frozen=True)
class Waits(Numbered):
    """One attempt that is not decided: how many have sent, whether a sentence or a third reader is wanted.

    `wants_withdrawal`: its author asks to withdraw it.
    """

    number: str
    title: str
    attempt: int
    expected_on: date
    sent: int
    wants_sentence: bool
    wants_third: bool
    wants_withdrawal: bool
    of: int = 1  # how many wait with it

    @property
    def address(self) -> str:
        return f"/approvals/{self.number}"

    @property
    def mark(self) -> Mark:
        return Mark(self.expected_on, self.number, self.wants_sentence or self.wants_withdrawal)


@dataclass(frozen=True)
class Excluded:
    """A reviewer who does not read this attempt, and why (R52)."""

    name: str
    causes: Sequence[str]


@dataclass(frozen=True)
class Shared(Numbered):
    """A file that also went along with somebody else's attempt (F92)."""

    name: str
    number: str


async def office(person: Person) -> Office:
    """NotFound for who is no approver."""
    held = await desks.desks(person, desks.APPROVER)
    if not held:
        raise NotFound
    return Office(person.id, tuple(desk.issuer_id for desk in held))


async def readings(desk: Office) -> list[Reading]:
    """How many read each attempt, by issuer."""
    return await db.many(
        Reading,
        "select id, slug, name, readers from issuer where id = any(:ids) order by name, id limit 50",
        ids=list(desk.issuers),
    )


async def set_readers(desk: Office, issuer_id: int, was: int, became: int) -> int:
    """1, or 0 where it is not any more what it was."""
    return await db.run(
        "update issuer set readers = :became where id = :id and id = any(:ids) and readers = :was",
        id=issuer_id,
        ids=list(desk.issuers),
        was=was,
        became=became,
    )


async def read_by(desk: Office, issuer_id: int, readers: int) -> list[int]:
    """This issuer's open attempts that so many have read, no more; all that are open stay locked, in their order."""
    locked = await db.many(
        dict,
        """
        select submission.id from submission
        join application on application.id = submission.application_id
        join micro_credential on micro_credential.id = application.micro_credential_id
        where submission.state = 'submitted' and micro_credential.issuer_id = :id and issuer_id = any(:ids)
        order by submission.id limit 10000 for no key update of submission
        """,
        id=issuer_id,
        ids=list(desk.issuers),
    )
    rows = await db.many(
        dict,
        """
        select submission_id as id from recommendation where submission_id = any(:ids)
        group by submission_id having count(*) = :readers order by submission_id limit 10000
        """,
        ids=[row["id"] for row in locked],
        readers=readers,
    )
    return [row["id"] for row in rows]


async def waiting(desk: Office, today: date, after: Mark | None = None, most: int = A_PAGE + 1) -> list[Waits]:
    """What wants an answer or a sentence, then what is late, then what wants a reader; the oldest first."""
    return await db.many(
        Waits,
        """
        with open as (
            select submission.number, definition_version.title, submission.attempt, submission.expected_on,
                   (select count(*) from recommendation where recommendation.submission_id = submission.id) as sent,
                   exists (
                       select from followed where followed.submission_id = submission.id and said_at is null
                   ) as wants_sentence,
                   (
                       select count(distinct outcome) = 2 from recommendation
                       where recommendation.submission_id = submission.id
                   ) as wants_third,
                   exists (
                       select from withdrawal_wish
                       where withdrawal_wish.submission_id = submission.id and withdrawal_wish.state = 'asked'
                   ) as wants_withdrawal
            from submission
            join application on application.id = submission.application_id and application.person_id <> :person_id
            join definition_version on definition_version.id = submission.definition_version_id
            join micro_credential on micro_credential.id = definition_version.micro_credential_id
            where submission.state = 'submitted' and micro_credential.issuer_id = any(:issuers)
        ), waits as (
            select number, title, attempt, expected_on, sent, wants_sentence, wants_withdrawal,
                   wants_third and not wants_sentence as wants_third, count(*) over () as of
            from open where wants_sentence or wants_third or wants_withdrawal or expected_on < :today
        )
        select number, title, attempt, expected_on, sent, wants_sentence, wants_third, wants_withdrawal, of from waits
        where cast(:day as date) is null
           or (not (wants_sentence or wants_withdrawal), expected_on, number)
            > (not :first, cast(:day as date), :number)
        order by (wants_sentence or wants_withdrawal) desc, expected_on, number limit :most
        """,
        person_id=desk.person_id,
        issuers=list(desk.issuers),
        today=today,
        day=after.day if after else None,
        first=after.first if after else False,
        number=after.number if after else "",
        most=most,
    )


async def attempt(desk: Office, number: str) -> Attempt:
    """One of these issuers, neither one's own nor one that one reads or has read; else NotFound (R56)."""
    found = await db.one(
        Attempt,
        ATTEMPT
        + """
        where submission.number = :number and micro_credential.issuer_id = any(:issuers)
          and application.person_id <> :person_id and submission.state <> 'taken_back'
          and not exists (
              select from review_claim
              where review_claim.submission_id = submission.id and review_claim.person_id = :person_id
          )
        """,
        number=number,
        issuers=list(desk.issuers),
        person_id=desk.person_id,
    )
    if found is None:
        raise NotFound
    return found


async def excluded(desk: Office, attempt: Attempt) -> list[Excluded]:
    """Who reviews this micro-credential and is not offered this attempt, with the causes (R52).

    Its author is left out: an approver does not read who made it (R50).
    """
    rows = await db.many(
        dict,
        f"""
        with reviewer as (
            select distinct desk.person_id, person.name from certification
            join desk on desk.person_id = certification.person_id and desk.kind = 'reviewer' and desk.ended_at is null
            join person on person.id = desk.person_id
            where certification.micro_credential_id = :micro_credential_id and certification.ended_at is null
              and certification.since is not null
        ), judged as (
            select reviewer.name, reviewer.person_id, {EACH} as causes
            from reviewer cross join submission join application on application.id = submission.application_id
            where submission.id = :id
        )
        select name, causes from judged where cardinality(causes) > 0 and not :self = any(causes)
        order by name, person_id limit 200
        """,  # noqa: S608
        id=attempt.id,
        micro_credential_id=attempt.micro_credential_id,
        self=Cause.SELF,
    )
    return [Excluded(row["name"], tuple(Cause(cause) for cause in row["causes"])) for row in rows]


async def shared(desk: Office, attempt: Attempt) -> list[Shared]:
    """Files of this attempt that went along with another application's, as they were sent (F92)."""
    return await db.many(
        Shared,
        """
        select distinct own.name, other.number
        from submitted_file as own
        join submitted_file as theirs on theirs.original_sha256 = own.original_sha256
        join submission as other on other.id = theirs.submission_id and other.state <> 'taken_back'
        join submission on submission.id = own.submission_id and submission.application_id <> other.application_id
        where own.submission_id = :id order by own.name, other.number limit 100
        """,
        id=attempt.id,
    )


async def approvers_by_id(submission_ids: list[int]) -> dict[int, list[int]]:
    """Whom it is told that a sentence is wanted: the issuer's approvers, but the earner herself."""
    rows = await db.many(
        dict,
        """
        select submission.id, desk.person_id from submission
        join application on application.id = submission.application_id
        join micro_credential on micro_credential.id = application.micro_credential_id
        join desk on desk.issuer_id = micro_credential.issuer_id and desk.kind = 'approver' and desk.ended_at is null
        where submission.id = any(:ids) and desk.person_id <> application.person_id
        order by submission.id, desk.person_id limit 1000
        """,
        ids=submission_ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row["person_id"])
    return found
