"""Where uploads are kept, a folder or a bucket: put(), open(), sign(). The only import of the object store."""

import hashlib
import os
import re
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import obstore
from itsdangerous import BadSignature
from obstore import exceptions
from obstore.store import LocalStore, ObjectStore, from_url

from community import chance, clock, errors, signed
from community.config import settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{30}")
LINK_LIFE = timedelta(minutes=5)  # of a signed link (A38)
PIECE = 1 << 20  # bytes that are held at once
# How long a bucket may be silent. A whole answer may take as long as whoever reads it: of that there is no end here.
PATIENCE: "ClientConfig" = {"connect_timeout": "5s", "read_timeout": "20s", "timeout": "12h"}
AGAIN: "RetryConfig" = {
    "max_retries": 3, "retry_timeout": timedelta(seconds=10), "backoff": {"max_backoff": timedelta(seconds=1)},
}


class TooLarge(Exception):
    """More than was allowed: reading stopped there, and nothing was kept."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


@dataclass(frozen=True)
class Stored:
    """What was kept: a random `name`, `size` in bytes, the hash of it all (for its row, never for an address)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Opened:
    """A file to read from: `size` of the whole in bytes, and the bytes from `start` up to before `end`."""

    size: int
    start: int
    end: int
    chunks: AsyncIterator[bytes]


def draw() -> str:
    """A name that nobody can guess. Who notes it before `put` finds again what a killed process has left."""
    drawn = chance.hexadecimal(16)
    return f"{drawn[:2]}/{drawn[2:]}"


async def put(chunks: AsyncIterable[bytes], most: int, name: str = "") -> Stored:
    """Keep what comes, at most so many bytes, under a name that nobody can guess.

    It is there whole or not at all, also when the upload breaks off (X14). Raises TooLarge, Unavailable.
    """
    hashed, size = hashlib.sha256(), 0
    name = name or draw()

    async def counted() -> AsyncIterator[bytes]:
        nonlocal size
        async for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLarge(most)
            hashed.update(chunk)
            yield chunk

    try:
        await obstore.put_async(_store(), name, counted(), chunk_size=5 * PIECE)
    except (exceptions.BaseError, OSError) as problem:
        if size > most:  # and then what had come could not be taken away
            raise TooLarge(most) from problem
        raise errors.Unavailable from problem
    return Stored(name, size, hashed.hexdigest())


async def open(name: str, start: int = 0, end: int | None = None) -> Opened:
    """The file's bytes from `start` up to before `end` (its end). Raises NotFound, Unavailable."""
    if not NAME.fullmatch(name):
        raise errors.NotFound
    try:
        size = (await obstore.head_async(_store(), name))["size"]
        until = min(size, size if end is None else end)
        wanted = (min(start, until), until)
        found = await obstore.get_async(_store(), name, options={"range": wanted}) if wanted[0] < until else None
    except FileNotFoundError as missing:
        raise errors.NotFound from missing
    except (exceptions.BaseError, OSError) as problem:
        raise errors.Unavailable from problem
    return Opened(size, *wanted, _read(found))


async def forget(name: str) -> None:
    """Take it away; what is not there is gone already."""
    try:
        await obstore.delete_async(_store(), name)
    except FileNotFoundError:
        pass
    except (exceptions.BaseError, OSError) as problem:
        raise errors.Unavailable from problem


def folder(address: str = "") -> Path | None:
    """Where the files lie on this machine, each at its name; None when the store is a bucket."""
    parts = urlsplit(address or settings().files)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def sign(name: str, person_id: int) -> str:
    """A text for an address under which this person, and nobody else, may read the file for five minutes."""
    return signed.signer("file").dumps([name, person_id, int((clock.now() + LINK_LIFE).timestamp())])


def read_sign(text: str, person_id: int) -> str:
    """The file's name, if the text was signed for this person and still holds; NotFound otherwise."""
    try:
        name, owner, until = signed.signer("file").loads(text)
    except (BadSignature, ValueError, TypeError):
        raise errors.NotFound from None
    if owner != person_id or clock.now().timestamp() >= until:
        raise errors.NotFound
    return name


async def _read(found: Any) -> AsyncIterator[bytes]:
    if found is not None:
        try:
            async for piece in found.stream(min_chunk_size=PIECE):
                yield bytes(piece)
        except (exceptions.BaseError, OSError) as problem:
            raise errors.Unavailable from problem


def _store() -> ObjectStore:
    return _opened(settings().files)


@lru_cache(maxsize=4)
def _opened(address: str) -> ObjectStore:
    """A folder of ours is nobody else's to look into; a bucket is reached with what the environment says (AWS_…)."""
    if (here := folder(address)) is None:
        plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true", "yes")  # our options take its place
        return from_url(address, client_options=PATIENCE | {"allow_http": plain}, retry_config=AGAIN)
    here.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(here)
