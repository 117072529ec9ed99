"""Numbered SQL: once, in order, each whole or not at all; what does not fit is refused by name."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from community import migrations
from tests.support.databases import fresh_database

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def url(server_url):
    """An empty database."""
    async with fresh_database(server_url) as made:
        yield made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two migrations of our own."""
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)
    (tmp_path / "0001_one.sql").write_text("create table one (id int);")
    (tmp_path / "0002_two.sql").write_text("create table two (id int); insert into two values (2);")
    return tmp_path


async def ask(url: str, question: str):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def processes(url: str, many: int) -> list[str]:
    """What several processes that migrate at once print."""
    code = (
        "import asyncio, sys; from community import migrations; "
        "print(len(asyncio.run(migrations.migrate(sys.argv[1]))))"
    )
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        for _ in range(many)
    ]
    async with asyncio.timeout(60):
        return [(await process.communicate())[0].decode().strip() for process in started]


async def test_of_four_processes_at_once_one_applies_all_and_three_nothing(url):
    applied = sorted(await processes(url, 4))
    assert applied == ["0", "0", "0", str(len(migrations.files()))]
    assert await migrations.pending(url) == []


async def test_new_files_are_applied_and_old_ones_left(url, folder):
    assert await migrations.migrate(url) == ["0001_one.sql", "0002_two.sql"]
    (folder / "0003_three.sql").write_text("alter table two add name text")
    assert await migrations.pending(url) == ["0003_three.sql"]
    assert await migrations.migrate(url) == ["0003_three.sql"]
    assert await ask(url, "select count(*) from two") == 1


async def test_a_file_that_fails_leaves_nothing_behind_and_is_named(url, folder):
    (folder / "0003_three.sql").write_text("create table three (id int); insert into nowhere values (1);")
    with pytest.raises(migrations.Refused, match=r"0003_three\.sql failed.*nowhere"):
        await migrations.migrate(url)
    assert await ask(url, "select to_regclass('three')") is None
    assert await ask(url, "select count(*) from schema_migration") == 2, "what stood before it holds"


async def test_an_altered_old_file_is_refused_by_name(url, folder):
    await migrations.migrate(url)
    (folder / "0001_one.sql").write_text("create table one (id bigint);")
    for look in (migrations.migrate, migrations.pending):
        with pytest.raises(migrations.Refused, match=r"0001_one\.sql was altered"):
            await look(url)


async def test_line_ends_of_another_machine_are_no_change(url, folder):
    (folder / "0001_one.sql").write_bytes(b"create table one (\n id int\n);\n")
    await migrations.migrate(url)
    (folder / "0001_one.sql").write_bytes(b"create table one (\r\n id int\r\n);\r\n")
    assert await migrations.migrate(url) == []


async def test_a_database_newer_than_the_code_is_refused(url, folder):
    await migrations.migrate(url)
    (folder / "0002_two.sql").unlink()
    with pytest.raises(migrations.Refused, match=r"newer than this code.*0002_two\.sql"):
        await migrations.migrate(url)


async def test_killed_halfway_a_file_is_as_if_it_had_never_begun(url, folder):
    (folder / "0002_two.sql").write_text("create table two (id int); select pg_sleep(60); insert into two values (2);")
    code = (
        "import asyncio, sys, pathlib; from community import migrations; "
        "migrations.FOLDER = pathlib.Path(sys.argv[2]); asyncio.run(migrations.migrate(sys.argv[1]))"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, url, str(folder), cwd=ROOT)
    asleep = "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
    async with asyncio.timeout(60):
        while not await ask(url, asleep):
            assert process.returncode is None
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    # Its server process notices within a moment only when it next speaks; end it as the system would.
    await ask(url, "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'")
    (folder / "0002_two.sql").write_text("create table two (id int);")
    assert await migrations.migrate(url) == ["0002_two.sql"]


async def test_a_lock_that_somebody_holds_is_waited_for_only_briefly(url, folder):
    await migrations.migrate(url)
    (folder / "0003_three.sql").write_text("alter table one add name text")
    holder = await asyncpg.connect(url)
    try:
        async with holder.transaction():
            await holder.execute("lock table one")
            async with asyncio.timeout(60):
                with pytest.raises(migrations.Refused, match=r"0003_three\.sql failed.*lock timeout"):
                    await migrations.migrate(url)
    finally:
        await holder.close()


def test_the_files_are_numbered_without_gap_or_double():
    numbers = [int(file.name[:4]) for file in migrations.files()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(list(migrations.FOLDER.glob("*.sql"))) == len(numbers), "a file that nobody applies"


def test_each_has_a_number_of_its_own_without_a_gap():
    numbers = [int(file.name[:4]) for file in migrations.files()]
    assert numbers == list(range(1, len(numbers) + 1))
