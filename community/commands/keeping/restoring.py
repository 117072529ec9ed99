"""Bring a backup back: nothing changes before all of it was looked at, and the database in one transaction."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import asyncpg

from community import errors, files, migrations
from community.awards.keys import store
from community.commands.keeping import parts, tables
from community.commands.keeping.backing_up import known_by
from community.commands.keeping.parts import Sealed, Unusable
from community.config import CannotStart, settings

LARGEST = 1 << 40  # bytes of one file
HOLDS = ("person", "affiliate", "definition_version", "event")  # a row in one of them is somebody's


class NoRestore(CannotStart):
    """Why nothing was restored: a sentence."""


async def restore(folder: Path, replace: bool) -> list[str]:
    """Everything in this backup, into a database that holds nothing or is to be replaced; what was done, in sentences.

    Raises Unusable, NoRestore. Whoever is killed in the middle leaves the database as it was.
    """
    sealed = await asyncio.to_thread(parts.opened, folder)
    _check_migrations(sealed)
    _check_keys(sealed)
    connection = await asyncpg.connect(
        settings().database_url, timeout=10,
        server_settings={"application_name": "roundtable restore", "timezone": "UTC", "statement_timeout": "0"},
    )  # fmt: skip
    try:
        await _check_database(connection, replace)
        await _put_files(sealed)
        _put_keys(sealed)
        rows = await _put_rows(connection, sealed)
    finally:
        await connection.close()
    return [f"restored {rows} rows of {len(sealed.manifest['tables'])} tables", *_told(sealed), *_put_own(sealed)]


def _check_migrations(sealed: Sealed) -> None:
    here = {file.name: migrations.sha256_of(file) for file in migrations.files()}
    for name, sha256 in sealed.manifest["migrations"]:
        if name not in here:
            raise Unusable(f"The backup is newer than this code: it knows migration {name}. Run the newer release.")
        if here[name] != sha256:
            raise Unusable(f"The backup was made with another migration {name}. Run the release that made it.")


def _check_keys(sealed: Sealed) -> None:
    store.check(settings().keys)
    for name in sealed.under("keys"):
        there = settings().keys / name
        if there.exists() and there.read_bytes() != b"".join(sealed.read(f"keys/{name}")):
            raise NoRestore(f"{there} is another key than the backup's of that name. Choose another folder of keys.")


async def _check_database(connection: asyncpg.Connection, replace: bool) -> None:
    here = {table["name"] for table in await connection.fetch(tables.TABLES)}
    if not here:
        return
    if "schema_migration" not in here:
        raise NoRestore("The database holds tables of another program. Give an empty one.")
    held = [name for name in HOLDS if name in here and await connection.fetchval(f"select exists (select from {name})")]  # noqa: S608
    if held and not replace:
        raise NoRestore(
            "The database is not empty, and nothing was changed. Give an empty one, or say --replace: "
            "then all that is in it goes, for what is in the backup."
        )
    busy = await connection.fetchval(
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and application_name = 'roundtable' and pid <> pg_backend_pid()
        """
    )
    if busy:
        raise NoRestore("Roundtable is at work on this database, and nothing was changed. Stop it first, everywhere.")


async def _put_files(sealed: Sealed) -> None:
    """Files come first: what a row names is there. A name is never used twice, so none takes another's place."""
    gate = asyncio.Semaphore(8)

    async def put(name: str) -> None:
        async with gate:
            await files.put(_slowly(sealed, f"files/{name}"), LARGEST, name)

    try:
        async with asyncio.TaskGroup() as group:
            for name in itertools.filterfalse(partial(_is_in_place, sealed), sealed.under("files")):
                group.create_task(put(name))
    except* errors.Unavailable:
        raise NoRestore(f"The files cannot be written ({settings().files}); the database is as it was.") from None


def _is_in_place(sealed: Sealed, name: str) -> bool:
    """Whether the store has this very file, of which the backup is another name."""
    home = files.folder()
    return bool(home and (home / name).exists() and (home / name).samefile(sealed.folder / "files" / name))


async def _slowly(sealed: Sealed, name: str) -> AsyncIterator[bytes]:
    for piece in sealed.read(name):
        yield piece


def _put_keys(sealed: Sealed) -> None:
    home = settings().keys
    for name in sealed.under("keys"):
        if not (home / name).exists():
            _write_private(home / name, b"".join(sealed.read(f"keys/{name}")))


async def _put_rows(connection: asyncpg.Connection, sealed: Sealed) -> int:
    """The schema as the backup's migrations make it, then its rows: all or, whatever happens, nothing."""
    wanted = {name for name, _ in sealed.manifest["migrations"]}
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", migrations.LOCK)
            await connection.execute("set local lock_timeout = '5s'; set local client_min_messages = warning")
            await connection.execute("drop schema public cascade; create schema public")
            await migrations.apply(connection, [file for file in migrations.files() if file.name in wanted])
            return await tables.load(connection, sealed)
    except asyncpg.LockNotAvailableError as busy:
        raise NoRestore("Somebody works with the database, and nothing was changed. Stop them first.") from busy
    except asyncpg.PostgresError as problem:
        raise NoRestore(f"The database would not take the backup, and is as it was: {problem}") from problem


def _put_own(sealed: Sealed) -> list[str]:
    """The secret and the mark of sample data into the data folder; what there is to know of them."""
    said, secret = [], sealed.manifest["secret"]
    for name in sealed.under("own"):
        if name != "secret" or not os.environ.get("ROUNDTABLE_SECRET", "").strip():
            (settings().data / name).unlink(missing_ok=True)
            _write_private(settings().data / name, b"".join(sealed.read(f"own/{name}")))
    settings.cache_clear()
    if secret and known_by(settings().secret) != secret["known_by"]:
        said.append(
            "ROUNDTABLE_SECRET is another than when the backup was made: links in mails that are on their way work no "
            "longer, and second factors must be set up again. Set it as it was, if you have it."
        )
    return said


def _told(sealed: Sealed) -> list[str]:
    held = sealed.manifest["files"]
    if not held:
        return ["Files and keys are left as they are: this backup, of a former release, holds the database alone."]
    said = [f"restored {held['count']} files and {sealed.manifest['keys']} files of keys"]
    if place := held.get("left_in"):
        said.append(f"The files are left as they are in {place}: this backup, made before a migration, holds none.")
    if held["missing"]:
        said.append(f"{len(held['missing'])} files were missing already, the first is {held['missing'][0]}.")
    return said


def _write_private(path: Path, content: bytes) -> None:
    """Whole or not at all, for its owner only, as are the folders that are made for it."""
    parts.private_folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    draft.rename(path)
