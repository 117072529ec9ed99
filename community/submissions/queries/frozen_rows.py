"""The frozen copy as rows: texts and files as they were submitted, read by their earner (R34)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from community import db
from community.errors import NotFound
from community.people.queries import Person
from community.submissions.queries.submission_rows import Submission

FILE = """
select submitted_file.id, submitted_file.number, submitted_file.submission_id, submitted_file.requirement_key,
       submitted_file.place, submitted_file.name, submitted_file.kind, submitted_file.media_type, submitted_file.size,
       submitted_file.sha256, submitted_file.original_sha256, submitted_file.file, submitted_file.alt,
       submitted_file.decorative
from submitted_file
"""


@dataclass(frozen=True)
class FrozenWork:
    """One requirement as it was submitted."""

    requirement_key: str
    place: int
    text: str = field(repr=False)
    words: int
    sha256: str
    changed: bool = False  # since the attempt before (R37)


@dataclass(frozen=True)
class FrozenFile:
    """One file as it was submitted: `sha256` of what is read here, `original_sha256` of what its owner had sent."""

    id: int
    number: str
    submission_id: int
    requirement_key: str
    place: int
    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    original_sha256: str
    file: str = field(repr=False)
    alt: str
    decorative: bool


async def add_works(person: Person, submission_id: int, works: Sequence[FrozenWork]) -> None:
    """All requirements of an attempt as they are now."""
    await db.run(
        """
        insert into submitted_work (submission_id, requirement_key, place, text, words, sha256, changed)
        select :id, key, place, text, words, sha256, changed
        from unnest(cast(:keys as text[]), cast(:places as int[]), cast(:texts as text[]), cast(:words as int[]),
                    cast(:hashes as text[]), cast(:changes as boolean[]))
            as new (key, place, text, words, sha256, changed)
        """,
        id=submission_id,
        keys=[work.requirement_key for work in works],
        places=[work.place for work in works],
        texts=[work.text for work in works],
        words=[work.words for work in works],
        hashes=[work.sha256 for work in works],
        changes=[work.changed for work in works],
    )


async def add_files(person: Person, submission_id: int, files: Sequence[FrozenFile], artifact_ids: list[int]) -> None:
    """All files of an attempt, each with the pages that were made of it."""
    await db.run(
        """
        with new as (
            select number, key, place, name, kind, media_type, size, sha256, original_sha256, file, alt, decorative,
                   artifact_id
            from unnest(
                cast(:numbers as text[]), cast(:keys as text[]), cast(:places as int[]), cast(:names as text[]),
                cast(:kinds as text[]), cast(:types as text[]), cast(:sizes as bigint[]), cast(:hashes as text[]),
                cast(:originals as text[]), cast(:files as text[]), cast(:alts as text[]),
                cast(:decoratives as boolean[]), cast(:artifact_ids as bigint[])
            ) as new (number, key, place, name, kind, media_type, size, sha256, original_sha256, file, alt, decorative,
                      artifact_id)
        ), frozen as (
            insert into submitted_file (number, submission_id, requirement_key, place, name, kind, media_type, size,
                                        sha256, original_sha256, file, alt, decorative)
            select number, :id, key, place, name, kind, media_type, size, sha256, original_sha256, file, alt, decorative
            from new
            returning id, number
        )
        insert into submitted_page (submitted_file_id, number, file, text)
        select frozen.id, upload_page.number, upload_page.file, upload_page.text
        from frozen join new on new.number = frozen.number
        join upload_page on upload_page.upload_id = new.artifact_id
        """,
        id=submission_id,
        numbers=[file.number for file in files],
        keys=[file.requirement_key for file in files],
        places=[file.place for file in files],
        names=[file.name for file in files],
        kinds=[file.kind for file in files],
        types=[file.media_type for file in files],
        sizes=[file.size for file in files],
        hashes=[file.sha256 for file in files],
        originals=[file.original_sha256 for file in files],
        files=[file.file for file in files],
        alts=[file.alt for file in files],
        decoratives=[file.decorative for file in files],
        artifact_ids=artifact_ids,
    )


async def frozen_works(person: Person, submission: Submission) -> list[FrozenWork]:
    """What one's own attempt consists of, in the definition's order."""
    return await db.many(
        FrozenWork,
        """
        select submitted_work.requirement_key, submitted_work.place, submitted_work.text, submitted_work.words,
               submitted_work.sha256, submitted_work.changed
        from submitted_work join submission on submission.id = submitted_work.submission_id
        join application on application.id = submission.application_id and application.person_id = :person_id
        where submission.id = :id order by submitted_work.place limit 100
        """,
        person_id=person.id,
        id=submission.id,
    )


async def frozen_files(person: Person, submission: Submission) -> list[FrozenFile]:
    """The files of one's own attempt, in the order of their requirements."""
    return await db.many(
        FrozenFile,
        FILE
        + """
        join submitted_work on submitted_work.submission_id = submitted_file.submission_id
                           and submitted_work.requirement_key = submitted_file.requirement_key
        join submission on submission.id = submitted_file.submission_id
        join application on application.id = submission.application_id and application.person_id = :person_id
        where submission.id = :id order by submitted_work.place, submitted_file.place limit 2000
        """,
        person_id=person.id,
        id=submission.id,
    )


async def frozen_file(person: Person, submission: Submission, number: str) -> FrozenFile:
    """One of them, or NotFound."""
    found = await db.one(
        FrozenFile,
        FILE
        + """
        join submission on submission.id = submitted_file.submission_id
        join application on application.id = submission.application_id and application.person_id = :person_id
        where submission.id = :id and submitted_file.number = :number
        """,
        person_id=person.id,
        id=submission.id,
        number=number,
    )
    if found is None:
        raise NotFound
    return found
