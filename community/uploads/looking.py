"""The job that looks at a file which has come: a scanner first, then what it truly is, and the copy that others see."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community import db, files
from community.uploads import bounds, kinds, queries, scanning
from community.uploads.keeping import Keeper
from community.uploads.kinds import Group, State
from community.uploads.queries import Upload

PATIENCE = 90.0  # seconds for the process that looks into one
PIECE = 1 << 20
APART = "community.uploads.apart"
TOLD = {"HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR"}  # of our environment to that process


@dataclass(frozen=True)
class Copy:
    """What others see of a file: names in the store."""

    file: str
    size: int
    sha256: str
    pages: list[tuple[str, str]]  # of each its picture and its text


async def look_at_file(keeper: Keeper, payload: dict) -> None:
    """The job `look_at_file` of a slice: ready, or refused with a reason. Held back until both have answered (A39)."""
    found = await queries.upload_by_id(payload["upload"])
    if found is None or found.state != State.CHECKING:
        return
    if await scanning.is_harmful(found.file):
        await _refuse(keeper, found, "harmful")
    else:
        with tempfile.TemporaryDirectory(prefix="roundtable-look-") as folder:
            await _look_into(keeper, found, Path(folder))


async def _look_into(keeper: Keeper, upload: Upload, folder: Path) -> None:
    source = folder / "source"
    await _fetch(upload, source)
    found = await _apart(upload.kind, source, folder)
    if found["why"]:
        await _refuse(keeper, upload, found["why"])
        return
    copy = await _keep(found, folder)
    async with db.transaction():
        if await queries.set_ready_by_id(upload.id, copy.file, copy.size, copy.sha256, found["metadata"]):
            await queries.set_pages_by_id(upload.id, copy.pages)
            await keeper.changed(upload.id)
            return
    for name in (copy.file, *(page for page, _text in copy.pages)):  # somebody was quicker
        await files.forget(name)


async def _apart(kind: str, source: Path, folder: Path) -> dict[str, Any]:
    """In a process of its own, with little memory and time and no secret: what breaks it breaks nothing else (A35)."""
    bound = bounds.bound_of(kind)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", APART, kind, str(source), str(folder), str(bound.memory), str(bound.seconds)),
        env={name: value for name, value in os.environ.items() if name in TOLD},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, _complaints = await process.communicate()
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not said:
        return {"why": "large" if process.returncode and process.returncode < 0 else "broken"}
    return json.loads(said)


async def _keep(found: dict[str, Any], folder: Path) -> Copy:
    """Into the store. A document's copy is called as its owner calls it; a picture's is another kind of picture."""
    if not found["copy"]:
        return Copy("", 0, "", [])
    stored = await files.put(_read(folder / found["copy"]), 2 * kinds.LARGEST)
    pages = []
    for page in found["pages"]:
        drawn = await files.put(_read(folder / page["file"]), kinds.MOST_BYTES[Group.PICTURE])
        pages.append((drawn.name, page["text"]))
    return Copy(stored.name, stored.size, stored.sha256, pages)


async def _fetch(upload: Upload, to: Path) -> None:
    opened = await files.open(upload.file)
    with to.open("wb") as out:
        async for chunk in opened.chunks:
            await asyncio.to_thread(out.write, chunk)


async def _read(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as source:
        while piece := await asyncio.to_thread(source.read, PIECE):
            yield piece


async def _refuse(keeper: Keeper, upload: Upload, why: str) -> None:
    async with db.transaction():
        if await queries.refuse_by_id(upload.id, why):
            await keeper.changed(upload.id)
