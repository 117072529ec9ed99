"""The embedded server is there for whoever needs it, loses nothing, and goes with the last one."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from community import postgres

pytestmark = pytest.mark.stories

ROOT = Path(__file__).parents[2]
USER = """
import sys
from pathlib import Path
from community import postgres
with postgres.running(Path(sys.argv[1])) as url:
    print("inside", url, flush=True)
    sys.stdin.read()
print("outside", flush=True)
"""


async def uses(data: Path) -> asyncio.subprocess.Process:
    """A process that works with the server, until its input ends."""
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
    return await asyncio.create_subprocess_exec(sys.executable, "-c", USER, str(data), cwd=ROOT, **pipes)


async def inside(process) -> str:
    async with asyncio.timeout(60):
        said = (await process.stdout.readline()).decode().split()
    assert said[:1] == ["inside"], said
    return said[1]


async def leaves(process) -> None:
    process.stdin.close()
    async with asyncio.timeout(60):
        assert (await process.stdout.readline()) == b"outside\n"
        await process.wait()


def postmaster(data: Path) -> int:
    return int((data / "pgdata-18" / "postmaster.pid").read_text().split()[0])


async def silent(data: Path) -> None:
    """A killed process keeps its door for some moments."""
    async with asyncio.timeout(60):
        while postgres._listens(data):
            await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def connected(url: str):
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        connection.terminate()


async def test_two_first_starts_at_once_share_one_server_and_the_last_stops_it(data):
    first, second = await asyncio.gather(uses(data), uses(data))
    assert await inside(first) == await inside(second)
    server = postmaster(data)
    await leaves(first)
    assert postgres._listens(data) and postmaster(data) == server, "the second one still needs it"
    await leaves(second)
    assert not postgres._listens(data)
    assert not (data / "pgdata-18" / "postmaster.pid").exists(), "a clean stop"


async def test_a_kill_of_the_server_loses_nothing(data):
    with postgres.running(data) as url:
        async with connected(url) as connection:
            await connection.execute("create table word (word text)")
            for number in range(100):
                await connection.execute("insert into word values ($1)", str(number))
                if number == 99:
                    os.kill(postmaster(data), signal.SIGKILL)
            await silent(data)
        with postgres.running(data) as again:
            async with connected(again) as connection:
                assert await connection.fetchval("select count(*) from word") == 100


async def test_a_kill_of_its_user_leaves_the_server_to_the_next_one(data):
    process = await uses(data)
    url = await inside(process)
    async with connected(url) as connection:
        await connection.execute("create table word as select 'kept' as word")
    process.kill()
    await process.wait()
    assert postgres._listens(data), "nobody was left to stop it"
    with postgres.running(data) as url:
        async with connected(url) as connection:
            assert await connection.fetchval("select word from word") == "kept"
    assert not postgres._listens(data)


async def test_ctrl_c_in_the_terminal_does_not_reach_the_server(data):
    with postgres.running(data):
        assert os.getsid(postmaster(data)) != os.getsid(0)


def test_a_process_number_that_is_now_somebody_elses_does_not_hinder_the_start(data):
    with postgres.running(data):
        left = (data / "pgdata-18" / "postmaster.pid").read_text()
    other = subprocess.Popen(["sleep", "60"], **account(data))
    try:
        written = data / "pgdata-18" / "postmaster.pid"
        written.write_text(left.replace(left.split()[0], str(other.pid), 1))
        with postgres.running(data):
            assert postmaster(data) != other.pid
    finally:
        other.kill()
        other.wait()


def account(data: Path) -> dict:
    """As whom the server runs: a process of the same account looks like a server to PostgreSQL."""
    owner = (data / "pgdata-18").stat()
    return {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}


def test_a_first_start_that_was_killed_halfway_is_begun_anew(data):
    half = data / "pgdata-18.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with postgres.running(data):
        assert not half.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root the server runs under another account")
def test_a_folder_that_the_account_may_not_enter_is_named(data):
    shut = data / "shut"
    shut.mkdir(mode=0o700)
    data.chmod(0o755)
    with pytest.raises(postgres.NoServer, match=f"may not enter the folder {shut}"), postgres.running(shut / "data"):
        pass


def test_a_folder_with_too_long_a_name_is_named(data):
    deep = data / ("deep" * 25)
    with pytest.raises(postgres.NoServer, match=f"{deep}.*too long.*--data"), postgres.running(deep):
        pass
