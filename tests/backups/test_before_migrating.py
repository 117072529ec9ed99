"""Before each migration the database is backed up by itself, whosever server it is on."""

import shutil
from contextlib import asynccontextmanager

import asyncpg
import pytest

from community import migrations
from community.commands.keeping import backing_up, parts
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
        assert f"backed up to {kept}: " in said and f"applied {NEWEST}.sql" in said
        assert kept.name.endswith(f"-before-{NEWEST}")
    async with fresh_database(server_url) as url:
        said = await command("restore", str(kept), "--data", str(tmp_path / "new"), DATABASE_URL=url)
        assert f"applied {NEWEST}.sql" in said, "it migrates forward"
        assert await first(url, "select called from person") == "Zoe"
        assert await command("migrate", DATABASE_URL=url) == "nothing to do: the database is up to date\n"


async def test_it_holds_keys_and_files_which_take_no_room_and_outlive_the_store(world, server_url, tmp_path):
    kept, said = await backing_up.before_a_migration("9999_next.sql")
    assert said["whole"] and said["files"]["count"] >= 5 and said["keys"] == 2
    store = world.folder / "files"
    names = sorted(parts.opened(kept).under("files"))
    assert len(names) == said["files"]["count"]
    assert all((store / name).samefile(kept / "files" / name) for name in names), "a link, and no second copy"
    contents = {name: (store / name).read_bytes() for name in names}

    new, lost = tmp_path / "new", names[0]
    for name in names[1:]:
        there = new / "files" / name
        there.parent.mkdir(parents=True, exist_ok=True)
        there.hardlink_to(kept / "files" / name)
    async with fresh_database(server_url) as url:
        told = await command("restore", str(kept), "--data", str(new), DATABASE_URL=url)
    assert f"restored {len(names)} files and 2 files of keys" in told
    assert {name: (new / "files" / name).read_bytes() for name in names} == contents, "also what the store had lost"
    assert [name for name in names if not (new / "files" / name).samefile(kept / "files" / name)] == [lost], "written"
    assert len(list((new / "keys").rglob("*.pem"))) == 2


async def test_the_next_one_takes_hashes_over_from_the_one_before(world):
    first, _ = await backing_up.before_a_migration("9998_next.sql")
    name = parts.opened(first).under("files")[0]
    sums = (first / parts.SUMS).read_text()
    known = parts.sums_of(first)[f"files/{name}"]
    (first / parts.SUMS).write_text(sums.replace(known, "0" * 64))
    second, _ = await backing_up.before_a_migration("9999_next.sql")
    shutil.rmtree(first)
    assert parts.sums_of(second)[f"files/{name}"] == "0" * 64, "large files are not read again"
    shutil.rmtree(second)


async def test_what_cannot_be_linked_to_stays_where_it_is_and_that_is_said(server_url, tmp_path):
    data = tmp_path / "data"
    async with an_older_database(server_url) as url:
        said = await command("migrate", "--data", str(data), DATABASE_URL=url, ROUNDTABLE_FILES="s3://away")
        assert "The files stay in s3://away alone, for they cannot be linked to." in said
        (kept,) = (data / "backups").iterdir()
    async with fresh_database(server_url) as url:
        said = await command("restore", str(kept), "--data", str(tmp_path / "new"), DATABASE_URL=url)
        assert "The files are left as they are in s3://away: this backup, made before a migration, holds none." in said


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
