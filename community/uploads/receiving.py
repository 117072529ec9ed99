"""A large file comes in pieces, each kept as it comes, and goes on where it broke off (X14)."""

from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect

from community import clock, db, files, jobs
from community.errors import Conflict
from community.pages import _
from community.uploads import keeping, kinds, queries
from community.uploads.keeping import Keeper
from community.uploads.kinds import State
from community.uploads.queries import Upload

PIECE = 4_000_000  # bytes that are held at once, and lost at most when something breaks


async def receive(keeper: Keeper, upload: Upload, start: int, content: AsyncIterator[bytes]) -> int:
    """Keep what comes from `start` on; how many bytes there are now.

    What was kept when it broke off stays. Raises Conflict when it does not begin where the last piece ended, or comes
    twice at once; NotTaken, and the file is refused, when its content is not what its name says, or more than was said.
    """
    if start != upload.received or upload.state not in (State.WAITING, State.UPLOADING):
        raise Conflict(_("This does not begin where the last piece ended."))
    held = bytearray()
    try:
        async for chunk in content:
            held += chunk
            if start + len(held) > upload.size:
                await _refuse(keeper, upload, "large")
                raise kinds.TooLarge(kinds.more_than_said())
            if len(held) >= PIECE:
                start = await _keep(keeper, upload, start, bytes(held))
                held.clear()
    except ClientDisconnect:
        await _keep_the_rest(keeper, upload, start, bytes(held))
        raise
    return await _keep_the_rest(keeper, upload, start, bytes(held))


async def gather(keeper: Keeper, payload: dict) -> None:
    """The job that makes one file of the pieces, then has it looked at. Safe to repeat."""
    found = await queries.upload_by_id(payload["upload"])
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
        kept = await keeping.complete(keeper, found.id, stored)
        await queries.forget_pieces_by_id(found.id)
        await keeping.forget_soon(keeper)
    if not kept:
        await files.forget(stored.name)


async def _keep_the_rest(keeper: Keeper, upload: Upload, start: int, held: bytes) -> int:
    """The beginning is kept only if it is enough to know what the file is."""
    enough = start > 0 or len(held) >= min(kinds.HEAD, upload.size)
    return await _keep(keeper, upload, start, held) if held and enough else start


async def _keep(keeper: Keeper, upload: Upload, start: int, piece: bytes) -> int:
    if start == 0:
        try:
            kinds.kind_of(upload.name, piece)
        except kinds.NotTaken:
            await _refuse(keeper, upload, "kind")
            raise
    stored = await files.put(_once(piece), len(piece))
    end = start + len(piece)
    async with db.transaction():
        at = clock.now()
        kept = await queries.add_piece_by_id(upload.id, start, end, stored.name, at + keeping.LIFE)
        if kept and end == upload.size:
            await jobs.later(f"{keeper.name}.gather_file", {"upload": upload.id})
        if kept and (start == 0 or end == upload.size):
            await keeper.changed(upload.id)
    if not kept:
        await files.forget(stored.name)
        raise Conflict(_("This does not begin where the last piece ended."))
    return end


async def _refuse(keeper: Keeper, upload: Upload, why: str) -> None:
    async with db.transaction():
        if await queries.refuse_by_id(upload.id, why):
            await queries.forget_pieces_by_id(upload.id)
            await keeper.changed(upload.id)


async def _once(piece: bytes) -> AsyncIterator[bytes]:
    yield piece
