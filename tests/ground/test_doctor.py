"""The doctor: each line is asked with its thing in order, and with it made wrong for real."""

import asyncio
import contextlib
import json
from datetime import timedelta

import asyncpg
import pytest

from community import clock, db, jobs
from community.commands.doctor import ledger, machine, neighbours
from community.config import settings
from community.jobs import queue
from tests.support.proxies import Proxy
from tests.support.servers import ROOT, start_command

WRONG_CLOCK = ROOT / "tests" / "support" / "wrong_clock"
OUTSIDE = {"ROUNDTABLE_BASE_URL": "https://roundtable.example", "ROUNDTABLE_MOVE_CLOCK": "no"}


@pytest.fixture
def given(monkeypatch, tmp_path):
    """Set settings of this test's own."""

    def set_them(**environ: str) -> None:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    set_them(ROUNDTABLE_DATA=str(tmp_path))
    yield set_them
    monkeypatch.undo()
    settings.cache_clear()


def here(about: str) -> tuple[str, str]:
    """What it says of this machine about one thing."""
    return told(machine.look(), about)


async def beside(about: str) -> tuple[str, str]:
    return told(await neighbours.look(), about)


async def within(about: str) -> tuple[str, str]:
    return told(await ledger.look(), about)


def told(findings, about: str) -> tuple[str, str]:
    (one,) = [each for each in findings if each.about == about]
    return one.state.lower(), one.says


class TestThisMachine:
    def test_the_address_outside_of_this_machine_is_https(self, given):
        given(ROUNDTABLE_BASE_URL="http://127.0.0.1:8600")
        assert here("address") == ("ok", "Settings: people open http://127.0.0.1:8600.")
        given(**OUTSIDE)
        assert here("address")[0] == "ok"
        given(ROUNDTABLE_BASE_URL="http://roundtable.example")
        state, says = here("address")
        assert state == "broken" and "passwords travel in the clear" in says

    def test_a_front_is_known(self, given):
        assert here("front") == ("ok", "Only this machine can reach it.")
        given(**OUTSIDE)
        assert here("front")[0] == "broken" and "ROUNDTABLE_TRUSTED_PROXIES" in here("front")[1]
        given(ROUNDTABLE_TRUSTED_PROXIES="127.0.0.1")
        assert here("front")[0] == "ok"

    def test_a_disk_without_room(self, given, monkeypatch):
        assert here("disk")[1].endswith(f"GB are free on the disk of {settings().data}.")
        monkeypatch.setattr(machine, "ROOM", 1 << 60)
        state, says = here("disk")
        assert state == "broken" and says.endswith(": make room.")

    def test_keys_that_others_may_read(self, given, tmp_path):
        assert here("keys")[0] == "ok"
        (tmp_path / "keys").mkdir(mode=0o700)
        (tmp_path / "keys").chmod(0o750)
        state, says = here("keys")
        assert state == "broken" and f"chmod 700 {tmp_path / 'keys'}" in says

    async def test_how_old_the_last_backup_is(self, given, tmp_path, database):
        assert here("backup") == ("note", "No backup was ever made from here; `backup DIR` makes one.")
        given(**OUTSIDE)
        assert here("backup")[0] == "broken"
        process = await start_command("backup", str(tmp_path / "kept"))
        assert (await process.communicate(), process.returncode)[1] == 0
        assert here("backup") == ("ok", f"The last backup is 0 hours old and went to {tmp_path / 'kept'}.")
        noted = tmp_path / "last-backup.json"
        said = json.loads(noted.read_text())
        noted.write_text(json.dumps(said | {"at": "2026-01-01T00:00:00+00:00"}))
        state, says = here("backup")
        assert state == "broken" and "days old" in says
        given(ROUNDTABLE_BACKUP_BEFORE_MIGRATING="no")
        assert here("backup")[0] == "note", "it is backed up elsewhere"

    def test_a_folder_that_cannot_be_written(self, given, monkeypatch):
        assert here("folder")[0] == "ok"
        given(ROUNDTABLE_DATA="/proc/there")
        monkeypatch.setattr("os.access", lambda path, mode: not str(path).startswith("/proc"))  # root may all
        state, says = here("folder")
        assert state == "broken" and "change its owner" in says


class TestNeighbours:
    async def test_the_mail_server(self, given, post_office):
        assert (await beside("mail"))[0] == "ok", "on this machine mail is kept"
        given(ROUNDTABLE_SMTP=post_office.url)
        state, says = await beside("mail")
        assert state == "broken" and "does not let us in" in says
        post_office.open()
        assert (await beside("mail")) == (
            "note", "The mail server lets us in, without TLS: well if it is on your own network, else use smtps://.",
        )  # fmt: skip
        assert post_office.conversations == 0 and not post_office.letters, "no mail was sent"
        given(ROUNDTABLE_SMTP=post_office.url.replace("//", "//name:secret@"))
        state, says = await beside("mail")
        assert state == "broken" and "secret" not in says
        given(ROUNDTABLE_SMTP="", **OUTSIDE)
        assert (await beside("mail"))[0] == "broken", "outside of this machine somebody waits for it"

    async def test_the_mail_server_by_tls(self, given, post_office, certificate, monkeypatch):
        post_office.open(tls=certificate.context)
        given(ROUNDTABLE_SMTP=post_office.url.replace("127.0.0.1", "localhost"))
        state, says = await beside("mail")
        assert state == "broken" and "certificate" in says, "nobody vouches for it"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        assert await beside("mail") == ("ok", "The mail server lets us in, by TLS.")

    async def test_the_store(self, given, tmp_path):
        assert (await beside("files"))[0] == "ok"
        assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == [], "nothing is left in it"
        (tmp_path / "a file").write_text("")
        given(ROUNDTABLE_FILES=(tmp_path / "a file" / "files").as_uri())
        state, says = await beside("files")
        assert state == "broken" and "Look at ROUNDTABLE_FILES" in says and says.count("\n") == 0

    async def test_the_scanner(self, given):
        assert (await beside("scanner"))[0] == "ok"
        given(ROUNDTABLE_SCANNER="clamd://127.0.0.1:1")
        assert (await beside("scanner"))[0] == "broken"

        async def answer(reader, writer):
            assert await reader.readuntil(b"\0") == b"zPING\0"
            writer.write(says.pop())
            writer.close()

        says = [b"PONG\0", b"what?\0"]
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as listener:
            given(ROUNDTABLE_SCANNER=f"clamd://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
            assert await beside("scanner") == (
                "broken",
                "The scanner does not answer, and no upload can be opened: it said b'what?\\x00'. "
                "Look at ROUNDTABLE_SCANNER.",
            )
            assert await beside("scanner") == ("ok", "The scanner answers.")


class Older(Proxy):
    """Before PostgreSQL, says in its name that it is version 14."""

    def __init__(self, target: str, version: str) -> None:
        super().__init__(target)
        self.version = version.split()[0].encode()

    async def _copy(self, reader, writer) -> None:
        while data := await reader.read(65536):
            writer.write(data.replace(self.version, b"14" + self.version[2:]))
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()


class TestTheDatabase:
    async def test_all_is_well(self, database):
        assert {each.about: str(each.state) for each in await ledger.look()} == {
            **dict.fromkeys(("version", "clock", "connections", "listen", "migrations"), "ok"),
            **dict.fromkeys(("jobs", "outbox", "log"), "ok"),
            "workers": "note",
        }

    async def test_an_older_server(self, database, given):
        """What our server says of its version is altered on its way."""
        older = Older(database, await db.value("select current_setting('server_version')"))
        await older.restore()
        given(DATABASE_URL=older.url)
        state, says = await within("version")
        await older.cut()
        assert state == "broken" and says.startswith("PostgreSQL 14.") and says.endswith("version 15 or newer.")

    async def test_more_connections_than_there_are(self, database, given):
        given(ROUNDTABLE_WORKERS="64")
        state, says = await within("connections")
        assert state == "broken" and "lower ROUNDTABLE_WORKERS" in says

    async def test_a_migration_that_waits_is_altered_or_from_later(self, database):
        name, sha256 = await db.one(_row, "select name, sha256 from schema_migration order by name desc limit 1")
        await db.run("delete from schema_migration where name = :name", name=name)
        assert await within("migrations") == (
            "broken", f"1 migrations wait, the first is {name}: run `python3 run migrate`.",
        )  # fmt: skip
        put = "insert into schema_migration (name, sha256) values (:name, :sha256)"
        await db.run(put, name=name, sha256="other")
        assert "was altered after it was applied" in (await within("migrations"))[1]
        await db.run("update schema_migration set sha256 = :sha256 where name = :name", name=name, sha256=sha256)
        await db.run(put, name="9999_later.sql", sha256="x")
        state, says = await within("migrations")
        assert state == "broken" and "The database is newer than this code" in says
        await db.run("delete from schema_migration where name = '9999_later.sql'")

    async def test_jobs_that_nobody_carries_out(self, database):
        await jobs.later("nothing", {})
        assert (await within("workers"))[0] == "note", "it is due only now"
        await db.run("update job set queued_at = queued_at - interval '11 minutes'")
        state, says = await within("workers")
        assert state == "broken" and "1 jobs are overdue since" in says and "start `serve`" in says
        await db.run("delete from job")
        worker = await asyncpg.connect(database)
        await queue.begin(worker)
        assert await within("workers") == ("ok", "1 processes carry out jobs, and none is overdue.")
        await worker.close()

    async def test_jobs_that_were_given_up_or_go_wrong_again_and_again(self, database):
        await jobs.later("mail", {})
        later = clock.now() + timedelta(1)
        await db.run("update job set tries = 8, problem = 'ConnectionError: no', at = :at", at=later)
        assert await within("outbox") == (
            "broken", "Jobs that go wrong again and again: 1 × mail (ConnectionError: no).",
        )  # fmt: skip
        await db.run("update job set given_up_at = :at", at=clock.now())
        assert (await within("outbox"))[0] == "ok"
        assert await within("jobs") == ("broken", "Jobs that were given up: 1 × mail (ConnectionError: no).")
        await db.run("delete from job")

    async def test_a_log_that_somebody_does_not_read(self, database):
        await db.run("insert into log_mark (name, xact, id) values ('notices', '0', 0)")
        for number, age in enumerate((1, 11), 1):
            await db.run(
                "insert into event (topic, seq, kind, at) values ('cohort:1', :number, 'work.moved', :at)",
                number=number, at=await db.value("select clock_timestamp()") - timedelta(minutes=age),
            )  # fmt: skip
            state, says = await within("log")
            assert state == ("ok" if age < 10 else "broken")
        assert "notices is 1 events behind" in says
        await db.run("delete from log_mark")


def _row(**row) -> tuple:
    return tuple(row.values())


class TestTheCommand:
    async def says(self, *more: str, **environ: str) -> tuple[int, str]:
        process = await start_command("doctor", *more, **environ)
        said = (await process.communicate())[0].decode()
        return process.returncode, said

    async def test_it_ends_with_0_when_nothing_must_be_done_and_for_programs_with_json(self, database):
        code, said = await self.says("--json")
        found = json.loads(said)
        assert code == 0 and {each["state"] for each in found} == {"ok", "note"}
        assert len({each["about"] for each in found}) == len(found) > 15

    async def test_a_database_that_is_not_there_is_one_line_of_it(self):
        code, said = await self.says(DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/there")
        assert code == 1 and "BROKEN  The database at 127.0.0.1/there cannot be used" in said and "hunter2" not in said

    async def test_a_clock_that_is_wrong(self, database, tmp_path):
        off_by = tmp_path / "off by"
        off_by.write_text("3600")
        code, said = await self.says(PYTHONPATH=str(WRONG_CLOCK), CLOCK_OFF_BY=str(off_by))
        assert code == 1 and "BROKEN  This machine's clock and the database's are 3600 s apart." in said
