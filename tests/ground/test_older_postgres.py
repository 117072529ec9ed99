"""Any PostgreSQL from 15 on serves: here the one that the system brings, as where no embedded one was installed."""

import re
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from community import db, events, migrations, postgres
from community.config import settings
from community.people.sessions import actions as sessions
from tests.support.cohorts import a_cohort
from tests.support.listening import at_a_browser
from tests.support.servers import serve

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


async def test_it_serves_and_takes_a_message(url, data, monkeypatch):
    """A server of its own, from the first migration on: it says that it is ready, and what is written stays."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("ROUNDTABLE_DATA", str(data))
    settings.cache_clear()
    await migrations.migrate(url)
    await db.open(url)
    try:
        async with serve() as server, a_cohort(None, "Ana") as cohort:
            ana = cohort.members["Ana"]
            async with httpx2.AsyncClient() as visitor:
                assert (await visitor.get(f"{server.url}/readyz")).status_code == 200
            token, _life = await sessions.begin(ana.person, "password", "a browser")
            async with at_a_browser(ana.person, server.url, token) as browser:
                channel = f"/cohorts/{cohort.id}/channels/general"
                await browser.sends(f"{channel}/messages", text="Said to an older one", post_key=str(uuid4()))
                assert "Said to an older one" in (await browser.get(channel)).text
    finally:
        await db.close()
        settings.cache_clear()
