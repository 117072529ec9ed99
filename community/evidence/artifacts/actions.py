"""What happens to a file: it is taken in, described by its owner, removed."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from community import clock, db, files, jobs, numbers
from community.errors import Conflict, Unavailable
from community.events import record
from community.evidence import actions as works
from community.evidence import queries as work_queries
from community.evidence import rules as work_rules
from community.evidence.artifacts import queries, rules
from community.evidence.artifacts.queries import Artifact, Said
from community.evidence.queries import Work
from community.files import Stored
from community.once import once
from community.pages import _
from community.people.queries import Person

UPLOAD_LIFE = timedelta(days=1)  # of a file that is not whole


@dataclass(frozen=True)
class Changed:
    """Detail of what is told of a file: where it stands now."""

    state: str


async def take_in(
    person: Person, standing: Any, requirement: Any, name: str, content: AsyncIterator[bytes], key: UUID
) -> None:
    """A file as it comes with a form, once for one `key`. After NotTaken and Unavailable nothing of it is kept."""
    name, asked = rules.clean_name(name), rules.asked_kinds(requirement.prompt)
    head, rest = await peek(content)
    kind = rules.kind_of(name, head, asked)
    rules.check_room(await _sizes(person, standing, requirement), len(head))
    try:
        stored = await files.put(rest, kind.most)
    except files.TooLarge:
        raise rules.NotTaken(rules.larger_than(kind)) from None

    async def make() -> str:
        artifact_id = await add(person, standing, requirement, name, kind, stored.size)
        await complete(artifact_id, stored)
        return stored.name

    try:
        kept = await once(person.id, key, make)
    except BaseException:
        await _let_go(stored)
        raise
    if kept != stored.name:  # the same form came twice: the first one counts (X11)
        await _let_go(stored)


async def add(person: Person, standing: Any, requirement: Any, name: str, kind: rules.Kind, size: int) -> int:
    """A file that waits for its bytes; its id. Raises NotTaken where no more fits. The work is begun with it."""
    async with db.transaction():
        at = clock.now()
        work = await work_queries.lock_work(person, standing.definition.micro_credential_id, requirement.key, at)
        rules.check_room(await queries.sizes(person, work), size)
        artifact_id = await queries.add_artifact(
            person, work, numbers.draw(), name, kind.name, size, at, at + UPLOAD_LIFE
        )
        move = work_rules.move_of_edit(work.state)
        if move:
            await works.move(person, work, move)
        await tell("file.added", person.id, work.micro_credential_id, artifact_id)
    return artifact_id


async def complete(artifact_id: int, stored: Stored) -> bool:
    """All of it is in the store: now it is looked at (a job). False when that was known already."""
    async with db.transaction():
        done = await queries.set_file_by_id(artifact_id, stored.name, stored.sha256, stored.size)
        if done:
            await jobs.later("evidence.look_at_file", {"artifact": artifact_id})
            await changed(artifact_id)
    return bool(done)


async def changed(artifact_id: int) -> None:
    """Tell its owner's pages where it stands now."""
    found = (await queries.artifacts_by_id([artifact_id])).get(artifact_id)
    if found:
        await tell("file.changed", found.person_id, found.micro_credential_id, artifact_id, Changed(found.state))


async def describe(person: Person, artifact: Artifact, said: Said) -> None:
    """What its owner says: its name, what is on it, whether it shows students and has their release (R32, F140)."""
    clean = replace(
        said,
        name=rules.named_like(rules.clean_name(said.name), artifact.of_kind)[-rules.LONGEST_NAME :],
        alt="" if said.decorative else said.alt.strip(),
        released=said.released and said.with_students,
    )
    async with db.transaction():
        await queries.describe(person, artifact, clean)
        await changed(artifact.id)


async def remove(person: Person, artifact: Artifact) -> None:
    """It goes, with all that was made of it. Raises Conflict when it is gone already."""
    async with db.transaction():
        if not await queries.remove(person, artifact):
            raise Conflict(_("This file is gone already."))
        await jobs.later("evidence.forget_files", {}, key="evidence.forget_files soon")
        await tell("file.removed", person.id, artifact.micro_credential_id, artifact.id)


async def tell(
    kind: str, person_id: int, micro_credential_id: int, artifact_id: int, detail: Changed | None = None
) -> None:
    """On one's own topics only: a file is nobody else's business until it is shown."""
    own = await own_topics(person_id, micro_credential_id)
    record(kind, *own, about=artifact_id, by=person_id, detail=detail)


async def own_topics(person_id: int, micro_credential_id: int) -> list[str]:
    """One's own rows on the boards; for somebody who works alone the person's."""
    places = await works.places_of(person_id, micro_credential_id)
    every = [topic for place in places for topic in works.topics_of(place, person_id)]
    return [topic for topic in every if not topic.startswith("cohort:")]


async def peek(content: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes, by which a kind is known, and all of it from the beginning."""
    head = bytearray()
    while len(head) < rules.HEAD:
        piece = await anext(content, None)
        if piece is None:
            break
        head += piece

    async def whole() -> AsyncIterator[bytes]:
        yield bytes(head)
        async for piece in content:
            yield piece

    return bytes(head), whole()


def not_kept() -> str:
    """The sentence for a store that is full or away (X14, X15)."""
    return _(
        "There was no place for this file just now, and nothing of it was kept. "
        "Your other files are untouched; try again later."
    )


async def forget_files(_payload: dict) -> None:
    """The job that takes away what the store still holds of files that are gone."""
    while names := await queries.stray_files_by_id(100):
        for name in names:
            await files.forget(name)
            await queries.forget_stray_by_id(name)


async def _sizes(person: Person, standing: Any, requirement: Any) -> list[int]:
    work: Work = standing.work(requirement.key)
    return await queries.sizes(person, work) if work.id else []


async def _let_go(stored: Stored) -> None:
    """What the store cannot let go of now is nobody's, and has no address."""
    with suppress(Unavailable):
        await files.forget(stored.name)
