"""The seams: files that are kept whole or not at all, and a process that says whether it is alive and ready."""

import asyncio
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx2
import pytest

from community import clock, db, errors, files
from community.config import settings
from community.doors import DEADLINE
from tests.support.evidence import clock_at
from tests.support.servers import serve

MB = 1 << 20


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Uploads go to a folder of this test's own, with a space in its name."""
    where = tmp_path / "up loads"
    monkeypatch.setenv("ROUNDTABLE_FILES", where.as_uri())
    settings.cache_clear()
    yield where
    monkeypatch.undo()
    settings.cache_clear()


async def said(*chunks: bytes):
    for chunk in chunks:
        yield chunk


async def whole(opened: files.Opened) -> bytes:
    return b"".join([chunk async for chunk in opened.chunks])


def kept(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


class TestFiles:
    @pytest.mark.parametrize("size", [0, 1, 5 * MB, 5 * MB + 1, 12 * MB])
    async def test_what_was_put_is_read_again_whole_and_in_parts(self, folder, size):
        data = os.urandom(size)
        stored = await files.put(said(*(data[at : at + MB] for at in range(0, size, MB))), most=20 * MB)
        assert (stored.size, stored.sha256) == (size, hashlib.sha256(data).hexdigest())
        opened = await files.open(stored.name)
        assert (opened.size, await whole(opened)) == (size, data)
        part = await files.open(stored.name, 3, 10)
        assert await whole(part) == data[3:10] and part.size == size
        assert await whole(await files.open(stored.name, size - 1 if size else 0)) == data[-1:]
        assert await whole(await files.open(stored.name, size + 5)) == b""

    async def test_names_are_drawn_and_say_nothing_of_what_is_in_them(self, folder):
        first, second = await files.put(said(b"the same"), 100), await files.put(said(b"the same"), 100)
        assert first.name != second.name and first.sha256 == second.sha256
        assert files.NAME.fullmatch(first.name) and first.sha256[:8] not in first.name
        assert folder.stat().st_mode & 0o077 == 0, "nobody else on this machine looks in"

    async def test_x14_what_is_too_large_or_breaks_off_leaves_nothing(self, folder):
        async def breaks_off():
            yield os.urandom(6 * MB)
            raise ConnectionResetError

        async def hangs():
            yield os.urandom(6 * MB)
            await asyncio.Event().wait()

        other = await files.put(said(b"another file"), 100)
        taken = 0

        async def endless():
            nonlocal taken
            while True:
                taken += MB
                yield bytes(MB)

        with pytest.raises(files.TooLarge):
            await files.put(endless(), most=20 * MB)
        assert taken <= 40 * MB, "it stops reading"
        with pytest.raises(files.TooLarge):
            await files.put(said(b"12345"), most=4)
        with pytest.raises(errors.Unavailable):
            await files.put(breaks_off(), most=20 * MB)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await files.put(hangs(), most=20 * MB)

        async def only_the_other():
            return kept(folder) == [other.name]

        async with asyncio.timeout(60):
            while not await only_the_other():
                await asyncio.sleep(0.02)

    @pytest.mark.parametrize(
        "name",
        [
            "../secret",
            "aa/../../secret",
            "aa/" + "b" * 30 + "#1",
            "aa\\" + "b" * 30,
            "",
            "aa/" + "0" * 30,
            "AA/" + "B" * 30,
        ],
    )
    async def test_a36_no_other_name_opens_anything(self, folder, name):
        await files.put(said(b"x"), 10)
        (folder.parent / "secret").write_text("a secret")
        with pytest.raises(errors.NotFound):
            await files.open(name)

    async def test_what_is_forgotten_is_gone_and_may_be_forgotten_twice(self, folder):
        stored = await files.put(said(b"x"), 10)
        await files.forget(stored.name)
        await files.forget(stored.name)
        with pytest.raises(errors.NotFound):
            await files.open(stored.name)

    async def test_a38_a_signed_text_is_one_persons_for_five_minutes(self, folder):
        stored = await files.put(said(b"x"), 10)
        text = files.sign(stored.name, person_id=7)
        assert files.read_sign(text, 7) == stored.name
        for wrong, person_id in ((text, 8), (text[:-1], 7), ("x" + text, 7), ("", 7)):
            with pytest.raises(errors.NotFound):
                files.read_sign(wrong, person_id)
        with clock_at((clock.now() + timedelta(minutes=4, seconds=50)).isoformat()):
            assert files.read_sign(text, 7)
        with clock_at((clock.now() + timedelta(minutes=5)).isoformat()), pytest.raises(errors.NotFound):
            files.read_sign(text, 7)

    async def test_x15_a_store_that_is_away_is_unavailable_and_then_back(self, folder):
        stored = await files.put(said(b"x"), 10)
        away = folder.rename(folder.with_name("away"))
        folder.write_text("a file where the folder was")
        with pytest.raises(errors.Unavailable):
            await files.put(said(b"y"), 10)
        with pytest.raises((errors.Unavailable, errors.NotFound)):
            await files.open(stored.name)
        folder.unlink()
        away.rename(folder)
        assert await whole(await files.open(stored.name)) == b"x"


async def asked(url: str) -> dict[str, int]:
    async with httpx2.AsyncClient(timeout=60) as client:
        return {path: (await client.get(f"{url}/{path}")).status_code for path in ("healthz", "readyz")}


async def until_asked(url: str, wanted: dict[str, int]) -> None:
    async with asyncio.timeout(60):
        while (found := await asked(url)) != wanted:
            assert found["healthz"] == 200, "the process is alive whatever else is not"
            await asyncio.sleep(0.05)


WELL, NOT_YET = {"healthz": 200, "readyz": 200}, {"healthz": 200, "readyz": 503}


@pytest.mark.stories
class TestHealth:
    async def test_it_is_ready_with_a_database_that_is_up_to_date_and_answers(self, database, proxy):
        between = await proxy(database)
        async with serve(DATABASE_URL=between.url) as server:
            await until_asked(server.url, WELL)
            async with httpx2.AsyncClient(timeout=60) as client:
                answer = await client.get(f"{server.url}/readyz")
                assert answer.text == "ready\n", "without details"
            await db.run("update schema_migration set name = 'x' || name where name like '0001%'")
            await until_asked(server.url, NOT_YET)
            await db.run("update schema_migration set name = substr(name, 2) where name like 'x0001%'")
            await until_asked(server.url, WELL)
            between.stall()
            began = asyncio.get_running_loop().time()
            assert await asked(server.url) == NOT_YET
            took = asyncio.get_running_loop().time() - began
            assert took < 6 * DEADLINE, "one deadline (G3), and some for a busy machine; else it is minutes"
            await between.restore()
            await until_asked(server.url, WELL)

    async def test_a_process_that_has_not_heard_listen_for_20_seconds_is_not_ready(self, app, client, server_url):
        async with asyncio.timeout(60):
            while (await client.get("/readyz")).status_code != 200:  # it has only just begun to listen
                await asyncio.sleep(0.05)
        name = await db.value("select current_database()")
        other = await asyncpg.connect(server_url)
        await other.execute(f"alter database {name} with allow_connections false")  # it cannot come back
        listens = "application_name = 'roundtable-listen' and datname = $1"
        await other.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where {listens}", name)
        app.state["realtime"].bus._healing.heard -= 20  # as if so long ago
        answer = await client.get("/readyz")
        assert answer.status_code == 503 and "LISTEN" not in answer.text
        assert (await client.get("/healthz")).status_code == 200
        await other.execute(f"alter database {name} with allow_connections true")
        await other.close()
        async with asyncio.timeout(60):
            while (await client.get("/readyz")).status_code != 200:
                await asyncio.sleep(0.05)
