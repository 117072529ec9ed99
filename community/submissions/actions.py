"""What happens to an attempt: it is submitted, as a frozen copy (R34), and taken back while nobody reads it (R35)."""

import asyncio
import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from community import clock, db, files, numbers, words
from community.errors import Conflict, NotFound, Unavailable
from community.events import record
from community.evidence import applying
from community.evidence import queries as evidence
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.evidence.queries import Standing, Work
from community.files import Opened
from community.pages import _
from community.people import letters
from community.people.queries import Person
from community.submissions import queries, rules
from community.submissions.expecting import queries as expecting
from community.submissions.expecting import rules as expecting_rules
from community.submissions.queries import FrozenFile, FrozenWork, Submission
from community.submissions.readiness import asked_of, readiness
from community.submissions.resubmitting import actions as resubmitting
from community.submissions.resubmitting import queries as attempts
from community.submissions.resubmitting.changes import sha256
from community.submissions.rules import Promise
from community.uploads import sending

STORE = 10.0  # seconds in which the store has to answer for the files of an attempt


async def submit(
    person: Person, code: str, promises: Collection[Promise], at_once: bool = False, note: str = ""
) -> str:
    """All of it at once, as it stands now; the number of the attempt (R30, R34).

    `at_once`: its earner wants to hear of the result whenever it comes, also in school hours and in the night. `note`:
    to who reads it again, needed after a result, kept as it was typed (R37); of a first attempt there is none.

    Raises Conflict where no window is open, where something is missing by now, or without all three promises.
    """
    if set(promises) != set(Promise):
        raise Conflict(_("The three promises go with every attempt. Tick each that holds."))
    async with db.transaction():
        at = clock.now()
        application = await applying.hold(person, code, at)
        standing = await evidence.standing(person, code)  # as it is now that nothing can be saved in between
        if not (await readiness(person, standing)).is_ready:
            raise Conflict(_("Something is missing by now. The list says what, and where it is mended."))
        before = await attempts.base(person, application)
        if before and not note.strip():
            raise Conflict(_("Say to the reviewers what you did with what they wrote."))
        target = await expecting.public_target(application.micro_credential_id)
        expected = expecting_rules.expected(at, person.time_zone, target)
        told = note if before else ""
        submission_id = await queries.add(person, application, sorted(promises), at, expected, at_once, told)
        works = [standing.work(one.key) for one in asked_of(standing)]
        if before:
            await _freeze_again(person, submission_id, works, before)
        else:
            await _freeze(person, submission_id, dict(enumerate(works, 1)))
        await applying.submit(person, application, works)
        made = (await queries.submissions_by_id([submission_id]))[submission_id]
        record("submission.sent", f"person:{person.id}", about=submission_id, by=person.id)
        await _write_receipt(person, made, standing)
    return made.number


async def take_back(person: Person, submission: Submission) -> None:
    """R35: the attempt counts for nothing, what was made goes on as a draft. Raises Conflict when it is too late."""
    async with db.transaction():
        at = clock.now()
        if not submission.can_be_taken_back(at):
            raise Conflict(_("It can be taken back no more. Its result comes by the expected date."))
        if not await queries.take_back(person, submission, at):
            raise Conflict(_("It can be taken back no more. Its result comes by the expected date."))
        await applying.take_back(person, submission.application_id)
        record("submission.taken_back", f"person:{person.id}", about=submission.id, by=person.id)


async def withdraw(person: Person, submission: Submission) -> None:
    """It is not read; what was made is ready again, in a window that goes on as it was. Conflict once it is claimed."""
    async with db.transaction():
        at = clock.now()
        if not submission.can_be_withdrawn(at) or not await queries.withdraw(person, submission, at):
            raise Conflict(_("It can be withdrawn no more: somebody has begun to read it."))
        await applying.take_back(person, submission.application_id, withdrawn_at=at)
        record("submission.withdrawn", f"person:{person.id}", about=submission.id, by=person.id)


async def _freeze_again(person: Person, submission_id: int, works: Sequence[Work], before: Submission) -> None:
    """What is met is carried over as it was judged, the rest is as it is now, with a mark where it has changed (R37).

    What was met and has not changed is not read again (R38).
    """
    changed = await resubmitting.changed(person, before, works)
    fresh = {place: work for place, work in enumerate(works, 1) if not changed[work.requirement_key].stays_met}
    met = {work.requirement_key: place for place, work in enumerate(works, 1) if place not in fresh}
    await attempts.carry_over(person, submission_id, before, met)
    await _freeze(person, submission_id, fresh, {key for key, one in changed.items() if one})
    await attempts.keep_met(person, submission_id, before, [key for key, one in changed.items() if not one])


async def _freeze(
    person: Person, submission_id: int, works: Mapping[int, Work], changed: Collection[str] = ()
) -> None:
    """Each piece of work at its place; those that have `changed` since the attempt before are marked."""
    frozen = [
        FrozenWork(
            work.requirement_key, place, work.text, work.words, sha256(work.text), work.requirement_key in changed
        )
        for place, work in works.items()
    ]
    await queries.add_works(person, submission_id, frozen)
    by_work: Mapping[int, list[Artifact]] = await artifacts.artifacts_of(person, list(works.values()))
    going = [
        (place, file) for work in works.values() for place, file in enumerate(by_work.get(work.id, []), 1)
    ]
    if going:
        kept = await _frozen_files(submission_id, going)
        await queries.add_files(person, submission_id, kept, [file.id for _place, file in going])


async def _frozen_files(submission_id: int, going: Sequence[tuple[int, Artifact]]) -> list[FrozenFile]:
    """Each is in the store: Conflict, and nothing is submitted, while the store is away or lacks one (X15)."""
    try:
        async with asyncio.timeout(STORE):
            return [await _frozen_file(submission_id, file, place) for place, file in going]
    except (Unavailable, NotFound, TimeoutError):
        raise Conflict(
            _("Your files cannot be read just now, so nothing was submitted. All is as it was; try again in a while.")
        ) from None


async def _frozen_file(submission_id: int, file: Artifact, place: int) -> FrozenFile:
    shown = sending.shown(file)
    opened = await files.open(shown.name)
    sha256 = shown.sha256 or await _hashed(opened)
    return FrozenFile(
        id=0,
        number=numbers.draw(),
        submission_id=submission_id,
        requirement_key=file.requirement_key,
        place=place,
        name=rules.neutral_name(file.requirement_key, place, shown.ending),
        kind=file.kind,
        media_type=shown.media_type,
        size=shown.size,
        sha256=sha256,
        original_sha256=file.sha256,
        file=shown.name,
        alt=file.alt,
        decorative=file.decorative,
    )


async def _hashed(opened: Opened) -> str:
    """Of a copy that was made before its hash was noted."""
    digest = hashlib.sha256()
    async for chunk in opened.chunks:
        digest.update(chunk)
    return digest.hexdigest()


async def _write_receipt(person: Person, made: Submission, standing: Standing) -> None:
    """R58: what, when, the expected date, until when it may be taken back; at once, since that is an hour."""
    language, zone = words.known(person.language), ZoneInfo(person.time_zone)
    until = made.take_back_until.astimezone(zone)
    about: dict[str, Any] = {
        "title": standing.definition.title,
        "number": made.spoken,
        "attempt": made.attempt,
        "at": words.time_of_day(made.submitted_at.astimezone(zone), language),
        "day": words.day(made.submitted_at.astimezone(zone).date(), language),
        "expected": words.day(made.expected_on, language),
        "until": words.time_of_day(until, language),
        "zone": words.zone_name(person.time_zone),
        "address": made.address,
    }
    await letters.write_to_person("receipt", person.id, f"receipt {made.id}", at_once=True, **about)
