"""Backup and restore (X28): what comes back is what was there, row by row, file by file, and it works on."""

import asyncio
import json
import os
from contextlib import asynccontextmanager

import httpx2
import pytest

from community import db, events, files
from community.awards.keys import public, store
from community.awards.keys import queries as keys
from community.awards.verifying import checking
from community.config import settings
from community.jobs import Follower, read_on
from tests.support.backups import FILES, command, first, rows_of, shape_of
from tests.support.databases import fresh_database
from tests.support.servers import serve

pytestmark = pytest.mark.stories


@asynccontextmanager
async def restored(world, server_url, tmp_path, monkeypatch):
    """This process on a database and a data folder that were empty, and in which the backup is now."""
    data = tmp_path / "new"
    async with fresh_database(server_url) as url:
        said = await command("restore", str(world.backup), "--data", str(data), DATABASE_URL=url)
        with monkeypatch.context() as patch:
            patch.setenv("DATABASE_URL", url)
            patch.setenv("ROUNDTABLE_DATA", str(data))
            settings.cache_clear()
            await db.close()
            await db.open(url)
            try:
                yield url, said
            finally:
                await db.close()
                patch.undo()
                settings.cache_clear()
                await db.open(world.url)


async def test_x28_what_was_backed_up_comes_back_into_an_empty_place(world, server_url, tmp_path, monkeypatch):
    async with restored(world, server_url, tmp_path, monkeypatch) as (url, said):
        before, after = await rows_of(world.url), await rows_of(url)
        assert len(before) > 60 and sum(map(len, before.values())) > 200, "the premise: there is something"
        assert {name for name in before if before[name] != after[name]} == set()
        assert await shape_of(url) == await shape_of(world.url)
        assert f"restored {sum(map(len, before.values())) - len(before['sequences'])} rows" in said
        assert await db.value("select value from log_epoch") != await first(world.url, "select value from log_epoch")

        names = [row["file"] for row in await db.many(dict, FILES)]
        assert len(names) >= 5, "the PDF, its two pages, the picture, a copy"
        for name in names:
            opened = await files.open(name)
            content = b"".join([piece async for piece in opened.chunks])
            assert content == (world.folder / "files" / name).read_bytes()

        assert (await checking.check(world.credential)).says == checking.Says.IN_FORCE
        (issuer,) = [path.name for path in settings().keys.iterdir() if path.is_dir()]
        (pair,) = store.pairs(settings().keys, issuer)  # refuses where others may read them
        assert public.multibase(pair) in [key.multibase for key in await keys.public_keys(issuer)]

        async with serve(ROUNDTABLE_BASE_URL="https://127.0.0.1") as server, httpx2.AsyncClient() as visitor:
            assert (await visitor.get(f"{server.url}/readyz")).status_code == 200
            page = await visitor.get(f"{server.url}/verify", params={"award": world.award})
            assert "This badge is real and in force." in page.text


async def test_x28_followers_of_the_log_read_on_where_they_were(world, server_url, tmp_path, monkeypatch):
    """Also on a server that has seen fewer transactions, where the old numbers would lie in the future for ever."""
    seen: dict[str, list] = {"early": [], "late": []}

    def follower(name: str) -> Follower:
        async def note(them) -> None:
            seen[name] += [event.about for event in them if event.topic == "cohort:999"]

        return Follower(note)

    async with restored(world, server_url, tmp_path, monkeypatch):
        assert await db.value("select count(*) from event where xact >= pg_snapshot_xmin(pg_current_snapshot())") == 0
        for name in seen:
            await read_on(name, follower(name))
        assert seen == {"early": [2, 3], "late": []}
        async with db.transaction():
            events.record("work.moved", "cohort:999", about=4)
        for name in seen:
            await read_on(name, follower(name))
        assert seen == {"early": [2, 3, 4], "late": [4]}


class TestWhatItHolds:
    def test_only_its_owner_may_read_it(self, world):
        modes = {path.stat().st_mode & 0o777 for path in (world.backup, *world.backup.rglob("*"))}
        assert modes == {0o700, 0o600}

    async def test_others_can_check_it(self, world):
        process = await asyncio.create_subprocess_exec("sha256sum", "--quiet", "-c", "SHA256SUMS", cwd=world.backup)
        assert await process.wait() == 0

    def test_it_says_what_is_in_it_and_what_is_not(self, world):
        said = json.loads((world.backup / "MANIFEST.json").read_text())
        assert said["files"]["count"] == len(list((world.backup / "files").glob("??/*"))) > 4
        assert said["files"]["missing"] == []
        assert said["keys"] == 2 and said["migrations"][0][0] == "0001_log.sql"
        assert "ROUNDTABLE_SECRET comes from the environment and is not in the backup" in world.said
        assert os.environ["ROUNDTABLE_SECRET"] not in "".join(
            path.read_text("utf-8", "replace") for path in world.backup.rglob("*") if path.is_file()
        )

    async def test_a_file_that_the_store_has_lost_is_told(self, world, tmp_path):
        name = (await db.many(dict, FILES))[0]["file"]
        lost, aside = world.folder / "files" / name, tmp_path / "aside"
        lost.rename(aside)
        try:
            said = await command("backup", str(tmp_path / "second"))
        finally:
            aside.rename(lost)
        assert f"The store does not have 1 files that the database names, the first is {name}" in said

    async def test_a_secret_of_this_machine_and_the_mark_of_sample_data_come_along(self, world, server_url, tmp_path):
        old, new, kept = (tmp_path / name for name in ("old", "new", "kept"))
        async with fresh_database(server_url, "migrated") as url:
            around = {"ROUNDTABLE_SECRET": "", "DATABASE_URL": url}
            await command("migrate", "--data", str(old), **around)
            (old / "sample-data").write_text('{"accounts": []}')
            await command("backup", str(kept), "--data", str(old), **around)
            said = await command("restore", str(kept), "--data", str(new), **around)
        assert (new / "secret").read_bytes() == (old / "secret").read_bytes()
        assert (new / "secret").stat().st_mode & 0o777 == 0o600
        assert (new / "sample-data").read_text() == '{"accounts": []}'
        assert "ROUNDTABLE_SECRET is another" not in said

    async def test_another_secret_than_the_backups_is_told(self, world, server_url, tmp_path):
        async with fresh_database(server_url) as url:
            around = {"DATABASE_URL": url, "ROUNDTABLE_SECRET": "quite another secret, and as long as it must be"}
            said = await command("restore", str(world.backup), "--data", str(tmp_path / "new"), **around)
        assert "ROUNDTABLE_SECRET is another than when the backup was made" in said
