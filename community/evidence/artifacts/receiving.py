"""A large file comes in pieces, each kept as it comes, and goes on where it broke off (X14)."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from starlette.requests import ClientDisconnect

from community import clock, db, files, jobs
from community.errors import Conflict
from community.evidence.artifacts import actions, queries, rules
from community.evidence.artifacts.queries import Artifact
from community.evidence.artifacts.rules import State
from community.once import once
from community.pages import _
from community.people.queries import Person

PIECE = 4_000_000  # bytes that are held at once, and lost at most when something breaks


async def create(person: Person, standing: Any, requirement: Any, name: str, size: int, key: UUID) -> Artifact:
    """A file that will come, once for one `key`. Raises NotTaken by what is known of it already."""
    name = rules.clean_name(name)
    kind = rules.kind_of_asked(name, rules.asked_kinds(requirement.prompt))
    rules.check_size(kind, size)

    async def make() -> str:
        return str(await actions.add(person, standing, requirement, name, kind, size))

    made = int(await once(person.id, key, make))
    found = (await queries.artifacts_by_id([made])).get(made)
    if found is None or found.person_id != person.id:
        raise Conflict(_("This file is gone already."))
    return found


async def receive(artifact: Artifact, start: int, content: AsyncIterator[bytes]) -> int:
    """Keep what comes from `start` on; how many bytes there are now.

    What was kept when it broke off stays. Raises Conflict when it does not begin where the last piece ended, or comes
    twice at once; NotTaken, and the file is refused, when its content is not what its name says, or more than was said.
    """
    if start != artifact.received or artifact.state not in (State.WAITING, State.UPLOADING):
        raise Conflict(_("This does not begin where the last piece ended."))
    held = bytearray()
    try:
        async for chunk in content:
            held += chunk
            if start + len(held) > artifact.size:
                raise await _refused(artifact, "large", rules.more_than_said())
            if len(held) >= PIECE:
                start = await _keep(artifact, start, bytes(held))
                held.clear()
    except ClientDisconnect:
        await _keep_the_rest(artifact, start, bytes(held))
        raise
    return await _keep_the_rest(artifact, start, bytes(held))


async def gather(payload: dict) -> None:
    """The job that makes one file of the pieces, then has it looked at. Safe to repeat."""
    found = (await queries.artifacts_by_id([payload["artifact"]])).get(payload["artifact"])
    if found is None or found.state != State.UPLOADING or found.received < found.size:
        return
    pieces = await queries.pieces_by_id(found.id)

    async def whole() -> AsyncIterator[bytes]:
        for name in pieces:
            opened = await files.open(name)
            async for chunk in opened.chunks:
                yield chunk

    stored = await files.put(whole(), found.size)
    async with db.transaction():
        kept = await actions.complete(found.id, stored)
        await queries.forget_pieces_by_id(found.id)
        await jobs.later("evidence.forget_files", {}, key="evidence.forget_files soon")
    if not kept:
        await files.forget(stored.name)


async def sweep(_payload: dict) -> None:
    """The job that takes away what did not become whole within a day of its last piece."""
    for artifact in await queries.expired_by_id(clock.now(), 500):
        async with db.transaction():
            if await queries.expire_by_id(artifact.id, clock.now()):
                await actions.tell("file.removed", artifact.person_id, artifact.micro_credential_id, artifact.id)
    await actions.forget_files({})


async def _keep_the_rest(artifact: Artifact, start: int, held: bytes) -> int:
    """The beginning is kept only if it is enough to know what the file is."""
    enough = start > 0 or len(held) >= min(rules.HEAD, artifact.size)
    return await _keep(artifact, start, held) if held and enough else start


async def _keep(artifact: Artifact, start: int, piece: bytes) -> int:
    if start == 0:
        try:
            rules.kind_of(artifact.name, piece)
        except rules.NotTaken as wrong:
            raise await _refused(artifact, "kind", str(wrong)) from None
    stored = await files.put(_once(piece), len(piece))
    end = start + len(piece)
    async with db.transaction():
        at = clock.now()
        kept = await queries.add_piece_by_id(artifact.id, start, end, stored.name, at + actions.UPLOAD_LIFE)
        if kept and end == artifact.size:
            await jobs.later("evidence.gather_file", {"artifact": artifact.id})
        if kept and (start == 0 or end == artifact.size):
            await actions.changed(artifact.id)
    if not kept:
        await files.forget(stored.name)
        raise Conflict(_("This does not begin where the last piece ended."))
    return end


async def _refused(artifact: Artifact, why: str, sentence: str) -> rules.NotTaken:
    async with db.transaction():
        if await queries.refuse_by_id(artifact.id, why):
            await queries.forget_pieces_by_id(artifact.id)
            await actions.changed(artifact.id)
    return rules.NotTaken(sentence)


async def _once(piece: bytes) -> AsyncIterator[bytes]:
    yield piece
