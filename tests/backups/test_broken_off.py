"""A backup is of one moment, whole or not there; a restore that breaks off has changed nothing."""

import asyncio
import os
import sys

import pytest

from community import db
from tests.support.backups import ZOE, command, first, held_at, rows_of, run
from tests.support.databases import fresh_database
from tests.support.servers import ROOT, start_command

pytestmark = pytest.mark.stories


class TestWhileOthersWrite:
    async def test_it_is_as_of_one_moment(self, world, server_url, tmp_path):
        """Held at a table in the middle: what is written meanwhile, before and behind that place, is not in it."""
        async with held_at(world.url, "message") as let_go:
            backing_up = await start_command("backup", str(tmp_path / "moment"))
            await let_go.somebody_waits()
            async with db.transaction():
                await db.run("insert into topic (name, seq) values ('cohort:12345', 1)")
                await db.run("insert into log_mark (name, xact, id) values ('moment', '0', 0)")
        said = (await backing_up.communicate())[0].decode()
        assert backing_up.returncode == 0, said
        async with fresh_database(server_url) as url:
            await command("restore", str(tmp_path / "moment"), "--data", str(tmp_path / "new"), DATABASE_URL=url)
            for table, column, value in (("topic", "name", "cohort:12345"), ("log_mark", "name", "moment")):
                question = f"select count(*) from {table} where {column} = '{value}'"
                assert (await first(world.url, question), await first(url, question)) == (1, 0)


class TestBrokenOff:
    async def test_killed_in_the_middle_it_leaves_nothing_that_looks_like_a_backup(self, world, server_url, tmp_path):
        folder, half = tmp_path / "kept", tmp_path / "kept.partial"
        async with held_at(world.url, "message") as let_go:
            process = await start_command("backup", str(folder))
            await let_go.somebody_waits()
            assert any((half / "database").iterdir()), "the premise: it has begun"
            process.kill()
            await process.wait()
        assert not folder.exists()
        async with fresh_database(server_url) as url:
            said = await command("restore", str(half), "--data", str(tmp_path / "new"), gives=1, DATABASE_URL=url)
            assert said.strip() == f"{half} is not a whole backup: it has no SHA256SUMS."
        await command("backup", str(folder))
        assert not half.exists() and (folder / "SHA256SUMS").exists()

    async def test_a_restore_that_is_killed_in_the_middle_leaves_all_as_it_was(self, world, server_url, tmp_path):
        async with fresh_database(server_url, "migrated") as url:
            await run(url, ZOE)
            before = await rows_of(url)
            around = os.environ | {"DATABASE_URL": url, "ROUNDTABLE_DATA": str(tmp_path / "new")}
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", HANGS, str(world.backup), cwd=ROOT, env=around, stdout=asyncio.subprocess.PIPE
            )
            async with asyncio.timeout(60):
                assert await process.stdout.readline() == b"all rows are in\n"
            process.kill()
            await process.wait()
            assert await rows_of(url) == before

    async def test_a_full_disk_is_told_and_leaves_nothing(self, world, tmp_path):
        """Here the system lets a file have 1 KB; what it says is told as it says it."""
        folder = tmp_path / "kept"
        limited = f"ulimit -f 1; exec {sys.executable} -m community backup {folder}"
        process = await asyncio.create_subprocess_exec(
            "bash", "-c", limited, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said = (await process.communicate())[0].decode()
        assert process.returncode == 1
        assert said == "The backup could not be written, and nothing of it is left: File too large.\n"
        assert list(tmp_path.iterdir()) == []

    async def test_a_folder_that_is_there_is_never_written_over(self, world):
        said = await command("backup", str(world.backup), gives=1)
        assert said.startswith(f"{world.backup} is there already.")

    async def test_a_store_that_does_not_answer_ends_it(self, world, tmp_path):
        nowhere = {"AWS_ENDPOINT": "http://127.0.0.1:1", "AWS_ALLOW_HTTP": "yes", "AWS_ACCESS_KEY_ID": "x"}
        away = nowhere | {"AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": "x", "ROUNDTABLE_FILES": "s3://bucket"}
        said = await command("backup", str(tmp_path / "kept"), gives=1, **away)
        assert said == "The files cannot be read just now (s3://bucket): nothing is backed up.\n"
        assert list(tmp_path.iterdir()) == []


HANGS = """
import asyncio, sys, time
from pathlib import Path
from community.commands.keeping import restoring, tables
async def hang(connection):
    print("all rows are in", flush=True)
    time.sleep(600)
tables._anew = hang
asyncio.run(restoring.restore(Path(sys.argv[1]), replace=True))
"""
