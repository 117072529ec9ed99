"""A real PostgreSQL for the tests, and a fresh database from one migrated template for each module."""

import itertools
import os
import shutil
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from community import db, migrations, postgres
from community.config import settings

FOLDER = "TEST_SERVER_FOLDER"  # in the environment, so that the workers of one run share one server
TEMPLATE = "migrated"
MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000  # bytes that the databases of all tests may take
_numbers = itertools.count(1)


def pytest_configure(config):
    if FOLDER not in os.environ:
        _clear_away_the_dead()
        # Directly under the temp folder: pytest's own folders do not let the server's account through.
        os.environ[FOLDER] = tempfile.mkdtemp(prefix=f"roundtable-server-{os.getpid()}-", dir=_where())
        config.add_cleanup(lambda: _clear_away(Path(os.environ.pop(FOLDER))))


@pytest.fixture(scope="session")
def server_url():
    """The address of one server for all tests on this machine, or of TEST_DATABASE_URL."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    else:
        with postgres.running(Path(os.environ[FOLDER]), postgres.FAST | {"max_connections": "300"}) as url:
            yield url


@pytest_asyncio.fixture(scope="session")
async def template_database(server_url):
    """The name of a migrated, empty database that others are copied from; whoever comes first makes it."""
    async with _alone_on(server_url) as connection:
        if not await connection.fetchval("select count(*) from pg_database where datname = $1", TEMPLATE):
            await connection.execute(f"drop database if exists {TEMPLATE}_draft")
            await connection.execute(f"create database {TEMPLATE}_draft")
            await migrations.migrate(named(server_url, f"{TEMPLATE}_draft"))
            await connection.execute(f"alter database {TEMPLATE}_draft rename to {TEMPLATE}")
    return TEMPLATE


@asynccontextmanager
async def fresh_database(server_url, template=None):
    """The address of a new database that is dropped afterwards: empty, or a copy of the template."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    async with _alone_on(server_url) as connection:
        await connection.execute(f"create database {name}" + (f" template {template}" if template else ""))
    try:
        yield named(server_url, name)
    finally:
        async with _alone_on(server_url) as connection:
            await connection.execute(f"drop database {name} with (force)")


@pytest_asyncio.fixture(scope="module")
async def database_url(server_url, template_database, monkeypatch_module):
    """A fresh database for this module, the settings pointing to it; servers that tests start use it too.

    And a fresh data folder: mail that another module was sent is not this one's, least of all from a later clock.
    """
    with tempfile.TemporaryDirectory(prefix="roundtable-data-") as folder:
        async with fresh_database(server_url, template_database) as url:
            monkeypatch_module.setenv("DATABASE_URL", url)
            monkeypatch_module.setenv("ROUNDTABLE_DATA", folder)
            settings.cache_clear()
            yield url
        settings.cache_clear()


@pytest_asyncio.fixture(scope="module")
async def database(database_url):
    """This process's own pool on the module's database, without the app around it."""
    await db.open(database_url)
    yield database_url
    await db.close()


def named(url: str, name: str) -> str:
    """The same server, another database."""
    head, query = url.split("?", 1) if "?" in url else (url, "")
    return head.rsplit("/", 1)[0] + "/" + name + (f"?{query}" if query else "")


@asynccontextmanager
async def _alone_on(url):
    """One connection at a time: a template that somebody looks at cannot be copied."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("select pg_advisory_lock(1)")
        yield connection
    finally:
        await connection.close()


def _where() -> Path:
    """In memory where there is room, else the folder for what is temporary.

    A database is several hundred files: on a disk a copy of it took a second, in memory 0.04 s. Each module has one.
    """
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else Path(tempfile.gettempdir())


def _clear_away(folder: Path) -> None:
    postgres.stop(folder)  # before its data goes
    shutil.rmtree(folder, ignore_errors=True)


def _clear_away_the_dead() -> None:
    """What runs that were killed left behind."""
    for folder in _where().glob("roundtable-server-*-*"):
        try:
            os.kill(int(folder.name.split("-")[2]), 0)
        except ProcessLookupError:
            _clear_away(folder)
        except (PermissionError, ValueError):
            pass  # somebody else's
