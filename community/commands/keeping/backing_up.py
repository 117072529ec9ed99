"""Make a backup of database, files and keys, while people go on with their work."""

import asyncio
import hashlib
import json
import os
import shutil
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import asyncpg

from community import errors, files
from community.commands.keeping import tables
from community.commands.keeping.parts import Draft, NoBackup, Unusable, drafted, private_folder, sums_of
from community.config import sample_mark, settings

AT_ONCE = 8  # files that are fetched from the store
KEPT = 3  # backups that were made before a migration
MADE_SO = "*-before-*"

Taking = Callable[[Draft, str], Awaitable[int]]  # keeps this file in the backup; its bytes


def last(data: Path) -> Path:
    """The file that says when and where the last whole backup was made."""
    return data / "last-backup.json"


async def backup(folder: Path) -> dict[str, Any]:
    """Everything, into a folder that is not there yet; its manifest. Raises NoBackup."""
    said = await _all(folder, partial(_files, _copied))
    last(settings().data).write_text(json.dumps({"at": said["made_at"], "folder": str(folder)}))
    return said


async def before_a_migration(name: str) -> tuple[Path, dict[str, Any]]:
    """The same into the data folder, where the last three are kept; its place and manifest. Raises NoBackup.

    Of the files it holds links, which take no room; where none can be made (a bucket, another disk) they stay there.
    """
    home = settings().data / "backups"
    folder = home / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-before-{name.removesuffix('.sql')}"
    before = sorted(home.glob(MADE_SO))
    said = await _all(folder, partial(_links, before[-1:]))
    _forget(sorted(home.glob(MADE_SO))[:-KEPT])
    return folder, said


async def _all(folder: Path, take_files: Callable[[Draft, set[str]], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    at = datetime.now(UTC)
    with drafted(folder) as draft:
        said, named = await _database(draft)
        said["files"] = await take_files(draft, named)  # after the rows: a file is never written again under its name
        said |= {"made_at": at.isoformat(), "whole": "left_in" not in said["files"]}
        said["keys"] = _keys(draft)
        said["secret"] = _own(draft)
        draft.seal(said)
    return said


def in_words(folder: Path, said: dict[str, Any]) -> str:
    """What a backup holds, and what of it does not lie in this folder."""
    rows = sum(table["rows"] for table in said["tables"].values())
    lines = [
        f"backed up to {folder}: {rows} rows of {len(said['tables'])} tables, {said['files']['count']} files "
        f"({said['files']['bytes'] / 1e6:.1f} MB), {said['keys']} files of keys"
    ]
    if place := said["files"].get("left_in"):
        lines.append(f"The files stay in {place} alone, for they cannot be linked to.")
    if missing := said["files"]["missing"]:
        lines.append(
            f"The store does not have {len(missing)} files that the database names, the first is {missing[0]}: "
            "they were taken away meanwhile, or are lost."
        )
    if not said["secret"]["here"]:
        lines.append("ROUNDTABLE_SECRET comes from the environment and is not in the backup: keep a copy of it.")
    return "\n".join(lines)


async def _database(draft: Draft) -> tuple[dict[str, Any], set[str]]:
    connection = await asyncpg.connect(
        settings().database_url, timeout=10,
        server_settings={
            "application_name": "roundtable backup", "timezone": "UTC", "datestyle": "ISO", "statement_timeout": "0",
            "client_encoding": "UTF8", "idle_in_transaction_session_timeout": "0",
        },
    )  # fmt: skip
    try:
        if not await connection.fetchval("select to_regclass('public.schema_migration')"):
            raise NoBackup("There is nothing to back up: the database is empty.")
        said, named = await tables.write(connection, draft)
        return said | {"postgres": connection.get_server_version().major}, named
    finally:
        await connection.close()


async def _files(take: Taking, draft: Draft, named: Iterable[str]) -> dict[str, Any]:
    count, size, missing = 0, 0, []
    gate = asyncio.Semaphore(AT_ONCE)

    async def keep(name: str) -> None:
        nonlocal count, size
        async with gate:
            try:
                size += await take(draft, name)
                count += 1
            except errors.NotFound:
                missing.append(name)

    try:
        async with asyncio.TaskGroup() as group:
            for name in sorted(named):
                group.create_task(keep(name))
    except* errors.Unavailable:
        raise NoBackup(f"The files cannot be read just now ({settings().files}): nothing is backed up.") from None
    except* OSError as problems:
        raise problems.exceptions[0] from None
    return {"count": count, "bytes": size, "missing": sorted(missing)}


async def _copied(draft: Draft, name: str) -> int:
    opened = await files.open(name)
    with draft.part(f"files/{name}") as part:
        async for piece in opened.chunks:
            part.write(piece)
    return part.size


async def _links(before: list[Path], draft: Draft, named: Iterable[str]) -> dict[str, Any]:
    """Links to the files, whose hashes the backup before this one knows; or where they are left."""
    home = files.folder()
    if home and _may_link(home, draft):
        said = await _files(partial(_linked, home, _hashes(before)), draft, named)
    else:
        said = {"count": 0, "bytes": 0, "missing": [], "left_in": settings().files}
    return said


async def _linked(home: Path, known: dict[str, str], draft: Draft, name: str) -> int:
    part = f"files/{name}"
    try:
        return await asyncio.to_thread(draft.link, part, home / name, known.get(part))
    except FileNotFoundError as missing:
        raise errors.NotFound from missing


def _may_link(home: Path, draft: Draft) -> bool:
    """Whether a file there can be linked to from the backup: not onto another disk, nor on each kind of disk."""
    try:
        private_folder(home)
        with NamedTemporaryFile(dir=home) as trial:
            tried = draft.folder / "trial"
            os.link(trial.name, tried)
            tried.unlink()
    except OSError:
        return False
    return True


def _hashes(before: list[Path]) -> dict[str, str]:
    try:
        return sums_of(before[0]) if before else {}
    except Unusable:
        return {}


def _keys(draft: Draft) -> int:
    """Copies the keys that issuers sign with, each where it lies; how many files."""
    home, count = settings().keys, 0
    for path in sorted(home.rglob("*.pem")) if home.exists() else ():
        inside = path.relative_to(home)
        if not any(part.startswith(".") for part in inside.parts):  # one that is only just made
            with draft.part(f"keys/{inside.as_posix()}") as part:
                part.write(path.read_bytes())
            count += 1
    return count


def _own(draft: Draft) -> dict[str, Any]:
    """What else lies in the data folder: the secret if it was drawn there, and the mark of sample data."""
    kept = settings().data / "secret"
    here = kept.exists() and kept.read_text() == settings().secret
    for path in ([kept] if here else []) + [sample_mark(settings().data)]:
        if path.exists():
            with draft.part(f"own/{path.name}") as part:
                part.write(path.read_bytes())
    return {"here": here, "known_by": known_by(settings().secret)}


def known_by(secret: str) -> str:
    """By what one can tell whether another secret is the same, and nothing else: it is long and random."""
    return hashlib.sha256(f"roundtable backup {secret}".encode()).hexdigest()[:16]


def _forget(old: list[Path]) -> None:
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True) if folder.is_dir() else folder.unlink()
