"""Any PostgreSQL from 15 on serves: here the one that the system brings, as where no embedded one was installed."""

import re
from pathlib import Path

import asyncpg
import pytest

from community import db, events, migrations, postgres

pytestmark = pytest.mark.stories

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: float(found.parts[-3]))


@pytest.fixture
def url(monkeypatch, data):
    """The oldest PostgreSQL of this machine, run by the same few lines as the embedded one."""
    if not INSTALLED:
        pytest.skip("the system brings no PostgreSQL of its own")
    programs = INSTALLED[0].parent
    monkeypatch.setattr(postgres, "_programs", lambda: programs)
    with postgres.running(data, postgres.FAST) as address:
        yield address


async def test_all_migrations_fit_and_the_log_counts(url):
    assert len(await migrations.migrate(url)) == len(migrations.files())
    connection = await asyncpg.connect(url)
    version = await connection.fetchval("select current_setting('server_version')")
    await connection.close()
    assert re.match(r"\d+", version)[0] == INSTALLED[0].parts[-3], "not the embedded one"
    await db.open(url)
    try:
        for number in (1, 2):
            async with db.transaction():
                events.record("work.moved", "cohort:1", about=number)
        assert [event.seq for event in await events.since({"cohort:1": 0})] == [1, 2]
    finally:
        await db.close()
