"""A file that comes is kept, and then looked at; what was told of that, its Keeper knows."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from community import db, files, jobs
from community.errors import Conflict, Unavailable
from community.files import Stored
from community.pages import _
from community.uploads import kinds, queries

LIFE = timedelta(days=1)  # of a file that is not whole


class Gone(Conflict):
    """It was begun by this key, and its owner has removed it since; `why` is a sentence for them."""


@dataclass(frozen=True)
class Keeper:
    """The slice whose files they are: its name, which its jobs bear, and who tells that one of them has changed."""

    name: str
    changed: Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class Taken:
    """A file that is in the store and in no row yet: called so, of this kind."""

    name: str
    kind: kinds.Kind
    stored: Stored

    async def let_go(self) -> None:
        """What the store cannot let go of now is nobody's, and has no address."""
        with suppress(Unavailable):
            await files.forget(self.stored.name)


async def take_in(
    name: str, content: AsyncIterator[bytes], asked: tuple[str, ...] = (), most: int = kinds.LARGEST
) -> Taken:
    """A file as it comes, of at most `most` bytes. After NotTaken and Unavailable nothing of it is kept."""
    name = kinds.clean_name(name)
    head, whole = await _peek(content)
    kind = kinds.kind_of(name, head, asked)
    most = min(most, kind.most)
    try:
        return Taken(name, kind, await files.put(whole, most))
    except files.TooLarge:
        raise kinds.TooLarge(kinds.larger_than(most)) from None


async def complete(keeper: Keeper, upload_id: int, stored: Stored) -> bool:
    """All of it is in the store: now it is looked at (a job). False when that was known already."""
    async with db.transaction():
        done = await queries.set_file_by_id(upload_id, stored.name, stored.sha256, stored.size)
        if done:
            await look_soon(keeper, upload_id)
            await keeper.changed(upload_id)
    return bool(done)


async def look_soon(keeper: Keeper, upload_id: int) -> None:
    """In the transaction that has the whole file: a job looks at it."""
    await jobs.later(f"{keeper.name}.look_at_file", {"upload": upload_id})


def not_kept() -> str:
    """The sentence for a store that is full or away (X14, X15)."""
    return _(
        "There was no place for this file just now, and nothing of it was kept. "
        "Your other files are untouched; try again later."
    )


def not_kept_just_now() -> str:
    """The same of a file in pieces: what came before stays, and the browser goes on from there."""
    return _(
        "This file cannot be kept just now: there is no place for it. "
        "Your other files are untouched, and sending it is tried again."
    )


async def forget_soon(keeper: Keeper) -> None:
    """In the transaction that lets go of files: a job takes them out of the store."""
    await jobs.later(f"{keeper.name}.forget_files", {}, key="forget files soon")


async def forget_files(_payload: dict) -> None:
    """The job that takes away what the store still holds of files that are gone."""
    while names := await queries.stray_files_by_id(100):
        for name in names:
            await files.forget(name)
            await queries.forget_stray_by_id(name)


async def _peek(content: AsyncIterator[bytes]) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes, by which a kind is known, and all of it from the beginning."""
    head = bytearray()
    while len(head) < kinds.HEAD:
        piece = await anext(content, None)
        if piece is None:
            break
        head += piece

    async def whole() -> AsyncIterator[bytes]:
        yield bytes(head)
        async for piece in content:
            yield piece

    return bytes(head), whole()
