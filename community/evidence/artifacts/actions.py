"""What happens to a file: it is taken in, described by its owner, removed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from community import clock, db, numbers
from community.errors import Conflict, NotFound
from community.events import record
from community.evidence import actions as works
from community.evidence import queries as work_queries
from community.evidence import rules as work_rules
from community.evidence.artifacts import queries, rules
from community.evidence.artifacts.queries import Artifact, Said
from community.evidence.queries import Work
from community.once import let_again, once
from community.pages import _
from community.people.queries import Person
from community.uploads import keeping, kinds
from community.uploads import queries as uploads
from community.uploads.keeping import Gone, Keeper


@dataclass(frozen=True)
class Changed:
    """Detail of what is told of a file: where it stands now."""

    state: str


@dataclass(frozen=True)
class Counted:
    """Detail of `files.counted`: in which cell of one's own board it stands how many are on their way."""

    seat_id: int
    requirement_key: str


async def create(person: Person, standing: Any, requirement: Any, name: str, size: int, key: UUID) -> Artifact:
    """A file that will come, once for one `key`. Raises NotTaken by what is known of it already; Gone.

    What was let go of for its age begins anew by the same key.
    """
    name = kinds.clean_name(name)
    kind = kinds.kind_of_asked(name, rules.asked_kinds(requirement.prompt))
    kinds.check_size(size, kind.most)

    async def make() -> str:
        _id, number = await add(person, standing, requirement, name, kind, size)
        return number

    number = await once("file in pieces", person.id, key, make)
    try:
        return await queries.artifact(person, standing.definition.code, requirement.key, number)
    except NotFound:
        raise Gone(_("This file was removed meanwhile, so it is not sent.")) from None


async def take_in(
    person: Person, standing: Any, requirement: Any, name: str, content: AsyncIterator[bytes], key: UUID
) -> None:
    """A file as it comes with a form, once for one `key`. After NotTaken and Unavailable nothing of it is kept."""
    rules.check_room(await _sizes(person, standing, requirement), 1)
    taken = await keeping.take_in(name, content, rules.asked_kinds(requirement.prompt))

    async def make() -> str:
        artifact_id, _number = await add(person, standing, requirement, taken.name, taken.kind, taken.stored.size)
        await keeping.complete(KEEPER, artifact_id, taken.stored)
        return taken.stored.name

    try:
        kept = await once("file by form", person.id, key, make)
    except BaseException:
        await taken.let_go()
        raise
    if kept != taken.stored.name:  # the same form came twice: the first one counts (X11)
        await taken.let_go()


async def add(
    person: Person, standing: Any, requirement: Any, name: str, kind: kinds.Kind, size: int
) -> tuple[int, str]:
    """A file that waits for its bytes, and the work is begun with it: its id and number.

    Raises NotTaken where no more fits, Conflict where the work is met.
    """
    async with db.transaction():
        at = clock.now()
        work = await work_queries.lock_work(person, standing.definition.micro_credential_id, requirement.key, at)
        _check_open(work.state)
        rules.check_room(await queries.sizes(person, work), size)
        number = numbers.draw()
        artifact_id = await queries.add_artifact(person, work, number, name, kind.name, size, at, at + keeping.LIFE)
        move = work_rules.move_of_edit(work.state)
        if move:
            await works.move(person, work, move)
        await tell("file.added", person.id, work, artifact_id)
    return artifact_id, number


async def changed(artifact_id: int) -> None:
    """Tell its owner's pages where it stands now."""
    found = (await queries.artifacts_by_id([artifact_id])).get(artifact_id)
    if found:
        await tell("file.changed", found.person_id, found, artifact_id, Changed(found.state))


async def describe(person: Person, artifact: Artifact, said: Said) -> None:
    """What its owner says: its name, what is on it, whether it shows students and has their release (R32, F140)."""
    clean = replace(
        said,
        name=kinds.named_like(said.name, artifact.of_kind),
        alt="" if said.decorative else said.alt.strip(),
        released=said.released and said.with_students,
    )
    async with db.transaction():
        await _hold(person, artifact)
        await queries.describe(person, artifact, clean)
        await changed(artifact.id)


async def remove(person: Person, artifact: Artifact) -> None:
    """It goes, with all that was made of it. Raises Conflict when it is gone already."""
    async with db.transaction():
        await _hold(person, artifact)
        if not await queries.remove(person, artifact):
            raise Conflict(_("This file is gone already."))
        await keeping.forget_soon(KEEPER)
        await tell("file.removed", person.id, artifact, artifact.id)


async def _hold(person: Person, artifact: Artifact) -> None:
    """Its work, until the transaction ends; Conflict where that is met."""
    work = await work_queries.lock_work(person, artifact.micro_credential_id, artifact.requirement_key, clock.now())
    _check_open(work.state)


def _check_open(state: work_rules.State) -> None:
    if state is work_rules.State.MET:
        raise Conflict(works.stays_met())


async def tell(
    kind: str, person_id: int, about: Work | Artifact, artifact_id: int, detail: Changed | None = None
) -> None:
    """On one's own topics, and to who may read the draft, where it says no more than "look again".

    `about`: its work, or itself.
    """
    own = await own_topics(person_id, about.micro_credential_id)
    work_id = about.work_id if isinstance(about, Artifact) else about.id
    record(kind, *own, queries.draft_topic(work_id), about=artifact_id, by=person_id, detail=detail)
    for place in await works.places_of(person_id, about.micro_credential_id):
        if place.seat_id:
            counted = Counted(place.seat_id, about.requirement_key)
            record("files.counted", f"seat:{place.seat_id}", about=work_id, by=person_id, detail=counted)


async def own_topics(person_id: int, micro_credential_id: int) -> list[str]:
    """One's own rows on the boards; for somebody who works alone the person's."""
    places = await works.places_of(person_id, micro_credential_id)
    every = [topic for place in places for topic in works.topics_of(place, person_id)]
    return [topic for topic in every if not topic.startswith("cohort:")]


async def sweep(_payload: dict) -> None:
    """The job that takes away what did not become whole within a day of its last piece."""
    for artifact in await queries.expired_by_id(clock.now(), 500):
        async with db.transaction():
            if await uploads.expire_by_id(artifact.id, clock.now()):
                await let_again(artifact.person_id, artifact.number)
                await tell("file.removed", artifact.person_id, artifact, artifact.id)
    await keeping.forget_files({})


async def _sizes(person: Person, standing: Any, requirement: Any) -> list[int]:
    work: Work = standing.work(requirement.key)
    return await queries.sizes(person, work) if work.id else []


async def _moved(artifact_id: int) -> None:
    """It has come further; once it was looked at, what is in it is known."""
    await changed(artifact_id)
    found = (await queries.artifacts_by_id([artifact_id])).get(artifact_id)
    if found and found.state == kinds.State.READY:
        record("file.looked_at", f"person:{found.person_id}", about=artifact_id)


KEEPER = Keeper("evidence", _moved)
