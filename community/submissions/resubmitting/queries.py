"""The attempt before, what of it is carried over, what stays met; and what became of colleagues' notes since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from community import db, numbers
from community.evidence.queries import Application
from community.people.queries import Person
from community.submissions.queries.submission_rows import SUBMISSION, Submission
from community.submissions.rules import Verdict


async def base(person: Person, application: Application) -> Submission | None:
    """The attempt with which the next one is compared: the last that was judged, else the last that came back."""
    return await db.one(
        Submission,
        SUBMISSION
        + """
        where application.id = :id and application.person_id = :person_id and submission.told_at is not null
          and submission.state in ('not_yet', 'returned_incomplete') and submission.reread_at is null
        order by submission.state = 'not_yet' desc, submission.id desc limit 1
        """,
        id=application.id,
        person_id=person.id,
    )


async def carry_over(
    person: Person, submission_id: int, before: Submission, places: Mapping[str, int], with_changes: bool = False
) -> None:
    """These requirements, each at its place, as they were frozen in the attempt before, with files and pages.

    `with_changes`: what had changed then is marked as it was (R37); else nothing is, since nothing has since.
    """
    keys = list(places)
    await db.run(
        """
        insert into submitted_work (submission_id, requirement_key, place, text, words, sha256, changed)
        select :id, requirement_key, new.place, text, words, sha256, changed and :with_changes
        from submitted_work
        join unnest(cast(:keys as text[]), cast(:places as int[])) as new (key, place) on new.key = requirement_key
        where submission_id = :before
        """,
        id=submission_id,
        before=before.id,
        keys=keys,
        places=list(places.values()),
        with_changes=with_changes,
    )
    files = await db.many(
        dict,
        """
        select id from submitted_file where submission_id = :before and requirement_key = any(:keys)
        order by id limit 2000
        """,
        before=before.id,
        keys=keys,
    )
    await db.run(
        """
        with old as (
            select id, number from unnest(cast(:ids as bigint[]), cast(:numbers as text[])) as old (id, number)
        ), frozen as (
            insert into submitted_file (number, submission_id, requirement_key, place, name, kind, media_type, size,
                                        sha256, original_sha256, file, alt, decorative)
            select old.number, :id, requirement_key, place, name, kind, media_type, size, sha256, original_sha256, file,
                   alt, decorative
            from submitted_file join old on old.id = submitted_file.id
            returning id, number
        )
        insert into submitted_page (submitted_file_id, number, file, text)
        select frozen.id, submitted_page.number, submitted_page.file, submitted_page.text
        from frozen join old on old.number = frozen.number
        join submitted_page on submitted_page.submitted_file_id = old.id
        """,
        id=submission_id,
        ids=[file["id"] for file in files],
        numbers=[numbers.draw() for _file in files],
    )


async def keep_met(person: Person, submission_id: int, before: Submission, keys: Collection[str]) -> None:
    """The criteria of these requirements that were met stay so, and are not read again (R38)."""
    await db.run(
        """
        insert into submitted_stay (submission_id, requirement_key, criterion_key)
        select :id, requirement_key, criterion_key from submission_verdict
        where submission_id = :before and met and requirement_key = any(:keys)
        """,
        id=submission_id,
        before=before.id,
        keys=list(keys),
    )


async def stays_by_id(submission_id: int) -> list[Verdict]:
    """What stays met in this attempt, with the level that was found when it was read."""
    return await db.many(
        Verdict,
        """
        select stay.requirement_key, stay.criterion_key, true as met, former.level, true as stays
        from submitted_stay as stay
        join submission as this on this.id = stay.submission_id
        cross join lateral (
            select found.level
            from submission_verdict as found join submission as before on before.id = found.submission_id
            where before.application_id = this.application_id and before.id < this.id and found.met
              and found.requirement_key = stay.requirement_key and found.criterion_key = stay.criterion_key
            order by before.id desc limit 1
        ) as former
        where this.id = :id order by stay.requirement_key, stay.criterion_key limit 500
        """,
        id=submission_id,
    )


@dataclass(frozen=True)
class Uptake:
    """How many notes on one requirement its author has used and adapted; by whom they are is not read (R50)."""

    requirement_key: str
    used: int
    adapted: int


async def uptakes(person: Person, micro_credential_id: int, since: datetime) -> list[Uptake]:
    """What one did with colleagues' notes since an instant (R47)."""
    return await db.many(
        Uptake,
        """
        select work.requirement_key, count(*) filter (where note.uptake = 'used') as used,
               count(*) filter (where note.uptake = 'adapted') as adapted
        from note join feedback on feedback.id = note.feedback_id and feedback.state = 'sent'
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where work.person_id = :person_id and work.micro_credential_id = :id
          and note.uptake in ('used', 'adapted') and note.taken_up_at > :since
        group by work.requirement_key order by work.requirement_key limit 100
        """,
        person_id=person.id,
        id=micro_credential_id,
        since=since,
    )
