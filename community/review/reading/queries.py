"""The frozen copy as its reviewers read it. No row here has a person, an affiliate or a cohort."""

from dataclasses import dataclass, field
from datetime import date

from community import db
from community.errors import NotFound
from community.review import rules
from community.review.conflicts import ANY
from community.review.entering import ReviewDesk
from community.review.rules import AtTheDesk
from community.uploads import kinds
from community.uploads.kinds import KINDS, Group

ATTEMPT = """
select submission.id, submission.number, submission.attempt, submission.state,
       submission.expected_on, submission.first_due_on, submission.definition_version_id,
       definition_version.micro_credential_id,
       definition_version.title, definition_version.language, issuer.readers, submission.note,
       coalesce((
           select before.id from submission as before
           where before.application_id = submission.application_id and before.id < submission.id
             and before.state = 'not_yet' and before.reread_at is null
           order by before.id desc limit 1
       ), 0) as before_id,
       (
           select completion_check.complete from completion_check where completion_check.submission_id = submission.id
       ) as complete
from submission
join application on application.id = submission.application_id
join definition_version on definition_version.id = submission.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
join issuer on issuer.id = micro_credential.issuer_id
"""


@dataclass(frozen=True)
class Attempt(AtTheDesk):
    """One attempt under its number. `before_id` 0 for a first one; `complete` None before the check (R54)."""

    id: int
    number: str
    attempt: int
    state: str
    expected_on: date
    first_due_on: date
    definition_version_id: int
    micro_credential_id: int
    title: str
    language: str
    readers: int
    note: str
    before_id: int
    complete: bool | None

    @property
    def is_open(self) -> bool:
        return self.state == "submitted"

    def due_on(self, reader: int) -> date:
        return rules.due_on(self.expected_on, self.first_due_on, self.readers, reader)


@dataclass(frozen=True)
class Text:
    """What was written for one requirement. `changed` since the attempt before (R37)."""

    requirement_key: str
    place: int
    text: str = field(repr=False)
    words: int
    changed: bool


@dataclass(frozen=True)
class File:
    """A file under a neutral name; `file` is its name in the store."""

    id: int
    number: str
    requirement_key: str
    name: str
    kind: str
    media_type: str
    size: int
    file: str = field(repr=False)
    alt: str
    decorative: bool

    @property
    def group(self) -> Group:
        return KINDS[self.kind].group

    @property
    def weight(self) -> str:
        return kinds.in_words(self.size)


@dataclass(frozen=True)
class Page:
    """One page of a document as a picture, with its text."""

    submitted_file_id: int
    number: int
    file: str = field(repr=False)
    text: str


@dataclass(frozen=True)
class Before:
    """What was said of one criterion in the attempt before."""

    requirement_key: str
    criterion_key: str
    reader: int
    level: str
    saw: str
    would_meet: str
    follow: str


async def attempt(desk: ReviewDesk, number: str) -> Attempt:
    """One that this reviewer may know of; NotFound for others, and for who has to do with its earner (R52)."""
    found = await db.one(
        Attempt,
        ATTEMPT
        + "cross join (select cast(:person_id as bigint) as person_id) as reviewer"
        + """
        where submission.number = :number and micro_credential.id = any(:micro_credentials)
          and submission.state <> 'taken_back' and not """
        + ANY,
        number=number,
        person_id=desk.person_id,
        micro_credentials=list(desk.micro_credentials),
    )
    if found is None:
        raise NotFound
    return found


async def attempt_by_id(submission_id: int) -> Attempt | None:
    return (await attempts_by_id([submission_id])).get(submission_id)


async def texts_by_id(submission_id: int) -> list[Text]:
    """All that was handed in, in the definition's order."""
    return await db.many(
        Text,
        """
        select requirement_key, place, text, words, changed from submitted_work
        where submission_id = :id order by place limit 100
        """,
        id=submission_id,
    )


async def files_by_id(submission_id: int) -> list[File]:
    """All files, in the order of their requirements."""
    return await db.many(
        File,
        """
        select submitted_file.id, submitted_file.number, submitted_file.requirement_key, submitted_file.name,
               submitted_file.kind, submitted_file.media_type, submitted_file.size, submitted_file.file,
               submitted_file.alt, submitted_file.decorative
        from submitted_file
        join submitted_work on submitted_work.submission_id = submitted_file.submission_id
                           and submitted_work.requirement_key = submitted_file.requirement_key
        where submitted_file.submission_id = :id order by submitted_work.place, submitted_file.place limit 2000
        """,
        id=submission_id,
    )


async def pages_by_id(submission_id: int) -> list[Page]:
    """The pages of all its documents."""
    return await db.many(
        Page,
        """
        select submitted_page.submitted_file_id, submitted_page.number, submitted_page.file, submitted_page.text
        from submitted_page join submitted_file on submitted_file.id = submitted_page.submitted_file_id
        where submitted_file.submission_id = :id
        order by submitted_page.submitted_file_id, submitted_page.number limit 5000
        """,
        id=submission_id,
    )


async def stays_by_id(submission_id: int) -> frozenset[str]:
    """The criteria that were met before and are not read again (R38)."""
    rows = await db.many(
        dict,
        "select criterion_key from submitted_stay where submission_id = :id order by criterion_key limit 200",
        id=submission_id,
    )
    return frozenset(row["criterion_key"] for row in rows)


async def said_before_by_id(submission_id: int) -> list[Before]:
    """The remarks of an attempt that was decided, criterion by criterion."""
    return await db.many(
        Before,
        """
        select remark.requirement_key, remark.criterion_key, remark.reader, remark.level, remark.saw,
               remark.would_meet, verdict.follow
        from submission_remark as remark
        join submission_verdict as verdict
            on verdict.submission_id = remark.submission_id and verdict.requirement_key = remark.requirement_key
           and verdict.criterion_key = remark.criterion_key
        where remark.submission_id = :id and not verdict.met
        order by verdict.place, remark.reader limit 300
        """,
        id=submission_id,
    )


async def attempts_by_id(ids: list[int]) -> dict[int, Attempt]:
    """For what is shown live, and for notices."""
    found = await db.many(
        Attempt, ATTEMPT + "where submission.id = any(:ids) order by submission.id limit 1000", ids=ids
    )
    return {one.id: one for one in found}
