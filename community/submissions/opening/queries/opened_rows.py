"""Opened results as rows: for their earner, for whom she chose, for the feed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from community import db
from community.cohorts.queries import Seat
from community.errors import NotFound
from community.evidence.rules import last_day
from community.people.queries import Person
from community.submissions import queries as submissions
from community.submissions.opening import rules
from community.submissions.queries import Submission
from community.submissions.results import queries as results
from community.submissions.results.queries import Result

OPENED = """
select opened_result.id, opened_result.submission_id, opened_result.seat_id, opened_result.opened_at,
       opened_result.until_at, opened_result.ended_at, opened_result.ending, submission.number,
       micro_credential.code, definition_version.title, definition_version.language,
       seat.cohort_id, seat.person_id, earner.name as earner, earner.called, earner.time_zone,
       seat.state = 'active' and seat.joined_at <= opened_result.opened_at and cohort.state <> 'closed' as earner_sits,
       exists (
           select from application as other
           where other.person_id = seat.person_id and other.micro_credential_id = micro_credential.id
             and other.state = 'earned'
       ) as is_earned
from opened_result
join submission on submission.id = opened_result.submission_id
join definition_version on definition_version.id = submission.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
join seat on seat.id = opened_result.seat_id
join cohort on cohort.id = seat.cohort_id
join person as earner on earner.id = seat.person_id
"""
# Whom she chose: with the seat they sat in then and sit in still, unless the two are kept apart (R42); and whether they
# have judged what is hers, which is nobody's business (R50).
CHOSEN = """
select opened_to.opened_result_id, opened_to.person_id, reader.name, reader.called, theirs.id as seat_id,
       theirs.id is not null as sits,
       exists (
           select from review_claim join submission as judged on judged.id = review_claim.submission_id
           join application on application.id = judged.application_id
           where application.person_id = seat.person_id and review_claim.person_id = opened_to.person_id
       ) as judges
from opened_to
join opened_result on opened_result.id = opened_to.opened_result_id
join seat on seat.id = opened_result.seat_id
join person as reader on reader.id = opened_to.person_id
left join seat as theirs on theirs.cohort_id = seat.cohort_id and theirs.person_id = opened_to.person_id
     and theirs.state = 'active' and theirs.role <> 'observer' and theirs.joined_at <= opened_result.opened_at
     and not exists (select from kept_apart where kept_apart.cohort_id = seat.cohort_id
                     and kept_apart.person_id = seat.person_id and kept_apart.other_id = opened_to.person_id)
"""


@dataclass(frozen=True)
class Chosen:
    """One of those to whom it is opened; `seat_id` None where they do not sit there any more."""

    opened_result_id: int
    person_id: int
    name: str
    called: str
    seat_id: int | None
    sits: bool
    judges: bool


@dataclass(frozen=True)
class Look:
    """Somebody opened it."""

    opened_result_id: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Note:
    """What one of them wrote to its earner."""

    id: int
    opened_result_id: int
    person_id: int | None
    by: str
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class Opened:
    """A result that was opened; `chosen`, `looks` and `notes` are filled for its earner."""

    id: int
    submission_id: int
    seat_id: int
    opened_at: datetime
    until_at: datetime
    ended_at: datetime | None
    ending: str
    number: str
    code: str
    title: str
    language: str
    cohort_id: int
    person_id: int
    earner: str
    called: str
    time_zone: str
    earner_sits: bool
    is_earned: bool
    chosen: tuple[Chosen, ...] = ()
    looks: tuple[Look, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def topic(self) -> str:
        return f"opened:{self.id}"

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/opened-results/{self.id}"

    @property
    def result(self) -> str:
        """Where its earner sees what became of it."""
        return f"/submissions/{self.number}/result"

    @property
    def last_day(self) -> date:
        """To the end of which it is open, where its earner is."""
        return last_day(self.until_at, self.time_zone)


async def is_earned(person: Person, submission: Submission) -> bool:
    """Whether one has earned what this attempt was for."""
    return await db.value(
        """
        select exists (
            select from application as this join application as other
                on other.person_id = this.person_id and other.micro_credential_id = this.micro_credential_id
            where this.id = :id and this.person_id = :person_id and other.state = 'earned')
        """,
        id=submission.application_id,
        person_id=person.id,
    )


async def opened_of(person: Person, submission: Submission) -> list[Opened]:
    """Whatever one opened of one's own attempt, the newest first."""
    found = await db.many(
        Opened,
        OPENED
        + """
        where submission.id = :id and seat.person_id = :person_id order by opened_result.id desc limit 50
        """,
        id=submission.id,
        person_id=person.id,
    )
    return await filled_by_id(found)


async def own_opened(person: Person, submission: Submission, opened_id: int) -> Opened:
    """One of them, or NotFound."""
    found = await db.one(
        Opened,
        OPENED + "where opened_result.id = :id and submission.id = :submission_id and seat.person_id = :person_id",
        id=opened_id,
        submission_id=submission.id,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def opened(person: Person, opened_id: int, at: datetime) -> Opened:
    """One that this person may read now (R64), or NotFound."""
    found = (await opened_by_id([opened_id])).get(opened_id)
    mine = next((one for one in found.chosen if one.person_id == person.id), None) if found else None
    if found is None or not rules.can_read(found, mine, at):
        raise NotFound
    return found


async def opened_by(person: Person, opened_id: int) -> Opened | None:
    """One that this person has opened themself, whether it still is or not."""
    found = (await opened_by_id([opened_id])).get(opened_id)
    return found if found and found.person_id == person.id else None


async def shown(person: Person, opened: Opened) -> tuple[Submission, Result]:
    """The attempt and what was found of it, for who may read some of it."""
    made = (await submissions.submissions_by_id([opened.submission_id]))[opened.submission_id]
    return made, await results.result_by_id(made.id)


async def opened_in(seat: Seat, at: datetime) -> list[Opened]:
    """What is opened to this seat's person now, by colleagues of the cohort, the newest first."""
    found = await db.many(
        Opened,
        OPENED
        + """
        join opened_to on opened_to.opened_result_id = opened_result.id and opened_to.person_id = :person_id
        where seat.cohort_id = :cohort_id and opened_result.ended_at is null and opened_result.until_at > :at
        order by opened_result.id desc limit 100
        """,
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
        at=at,
    )
    return [
        one
        for one in await filled_by_id(found)
        if rules.can_read(one, next((each for each in one.chosen if each.person_id == seat.person_id), None), at)
    ]


async def rows(person: Person, opened: Opened) -> set[tuple[str, str]]:
    """Which rows it shows: (requirement, criterion), for all that is missing in a requirement ""."""
    found = await db.many(
        dict,
        """
        select requirement_key, criterion_key from opened_row where opened_result_id = :id
        order by requirement_key, criterion_key limit 500
        """,
        id=opened.id,
    )
    return {(row["requirement_key"], row["criterion_key"]) for row in found}


async def notes_of(person: Person, opened: Opened) -> list[Note]:
    """What one wrote oneself, in its order; what others wrote is between them and its earner."""
    return [note for note in await _notes([opened.id]) if note.person_id == person.id]


async def opened_by_id(ids: list[int]) -> dict[int, Opened]:
    found = await db.many(
        Opened, OPENED + "where opened_result.id = any(:ids) order by opened_result.id limit 1000", ids=ids
    )
    return {one.id: one for one in await filled_by_id(found)}


async def filled_by_id(found: Sequence[Opened]) -> list[Opened]:
    """With whom it is opened to, who looked, and what was written: three questions for all of them."""
    ids = [one.id for one in found]
    if not ids:
        return []
    chosen = await db.many(
        Chosen, CHOSEN + "where opened_result.id = any(:ids) order by reader.name, reader.id limit 5000", ids=ids
    )
    looks = await db.many(
        Look,
        """
        select result_look.opened_result_id, coalesce(person.name, '') as by, result_look.at
        from result_look left join person on person.id = result_look.person_id
        where result_look.opened_result_id = any(:ids) order by result_look.id desc limit 1000
        """,
        ids=ids,
    )
    notes = await _notes(ids)
    return [
        replace(
            one,
            chosen=tuple(each for each in chosen if each.opened_result_id == one.id),
            looks=tuple(each for each in looks if each.opened_result_id == one.id),
            notes=tuple(each for each in notes if each.opened_result_id == one.id),
        )
        for one in found
    ]


async def _notes(ids: list[int]) -> list[Note]:
    return await db.many(
        Note,
        """
        select result_note.id, result_note.opened_result_id, result_note.person_id, coalesce(person.name, '') as by,
               result_note.text, result_note.at
        from result_note left join person on person.id = result_note.person_id
        where result_note.opened_result_id = any(:ids) order by result_note.id limit 1000
        """,
        ids=ids,
    )
