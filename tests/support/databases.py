"""A real PostgreSQL for the tests, and a fresh database from one migrated template for each module."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import asyncpg
import pytest_asyncio

from community import db, migrations, postgres
from community.config import settings

_numbers = itertools.count(1)


@pytest_asyncio.fixture(scope="session")
async def server_url():
    """One server for all tests of this process; its data is gone afterwards."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    else:
        data = Path(tempfile.mkdtemp(prefix="roundtable-pg-"))
        with postgres.running(data, postgres.FAST | {"max_connections": "300"}) as url:
            yield url
        shutil.rmtree(postgres.folder(data), ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


@pytest_asyncio.fixture(scope="session")
async def template(server_url):
    """The name of a migrated, empty database that others are copied from."""
    name = f"template_{os.getpid()}"
    await _do(server_url, f"create database {name}")
    await migrations.migrate(named(server_url, name))
    return name


@pytest_asyncio.fixture(scope="module")
async def database_url(server_url, template, monkeypatch_module):
    """A fresh database for this module, the settings pointing to it; servers that tests start use it too."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await _do(server_url, f"create database {name} template {template}")
    url = named(server_url, name)
    monkeypatch_module.setenv("DATABASE_URL", url)
    settings.cache_clear()
    yield url
    settings.cache_clear()
    await _do(server_url, f"drop database {name} with (force)")


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


async def _do(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
