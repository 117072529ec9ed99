"""Before each migration the database is backed up by itself, whosever server it is on."""

from contextlib import asynccontextmanager

import asyncpg
import pytest

from community import migrations
from tests.support.backups import ZOE, command, first, rows_of, run
from tests.support.databases import fresh_database

pytestmark = pytest.mark.stories
NEWEST = migrations.files()[-1].name.removesuffix(".sql")


@asynccontextmanager
async def an_older_database(server_url):
    """As the release before this one left it, with Zoe in it."""
    async with fresh_database(server_url) as url:
        connection = await asyncpg.connect(url)
        await migrations.apply(connection, migrations.files()[:-1])
        await connection.close()
        await run(url, ZOE)
        yield url


async def test_its_place_is_told_and_it_can_be_restored(server_url, tmp_path):
    data = tmp_path / "data"
    async with an_older_database(server_url) as url:
        said = await command("migrate", "--data", str(data), DATABASE_URL=url)
        (kept,) = (data / "backups").iterdir()
        assert f"backed up the database to {kept}\napplied {NEWEST}.sql" in said
        assert kept.name.endswith(f"-before-{NEWEST}")
    async with fresh_database(server_url) as url:
        said = await command("restore", str(kept), "--data", str(tmp_path / "new"), DATABASE_URL=url)
        assert "Files and keys are left as they are" in said and f"applied {NEWEST}.sql" in said, "it migrates forward"
        assert await first(url, "select called from person") == "Zoe"
        assert await command("migrate", DATABASE_URL=url) == "nothing to do: the database is up to date\n"


async def test_the_last_three_are_kept(server_url, tmp_path):
    data = tmp_path / "data"
    old = [data / "backups" / f"2026010{day}T000000Z-before-0001_log" for day in range(1, 5)]
    for folder in old:
        folder.mkdir(parents=True)
    (data / "backups" / "mine").mkdir()
    async with an_older_database(server_url) as url:
        await command("migrate", "--data", str(data), DATABASE_URL=url)
    kept = sorted(path.name for path in (data / "backups").iterdir())
    assert kept[:2] == [old[2].name, old[3].name] and len(kept) == 4 and kept[3] == "mine"


async def test_it_can_be_turned_off_and_a_new_database_needs_none(server_url, tmp_path):
    data = tmp_path / "data"
    async with fresh_database(server_url) as url:
        assert "backed up" not in await command("migrate", "--data", str(data), DATABASE_URL=url)
    async with an_older_database(server_url) as url:
        off = {"DATABASE_URL": url, "ROUNDTABLE_BACKUP_BEFORE_MIGRATING": "no"}
        said = await command("migrate", "--data", str(data), **off)
        assert "backed up" not in said and f"applied {NEWEST}.sql" in said
    assert not (data / "backups").exists()


async def test_without_room_for_it_nothing_is_migrated(server_url, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "backups").write_text("a file, where a folder should be")
    async with an_older_database(server_url) as url:
        before = await rows_of(url)
        said = await command("migrate", "--data", str(data), gives=1, DATABASE_URL=url)
        assert said.startswith("The backup could not be written, and nothing of it is left:")
        assert await rows_of(url) == before
