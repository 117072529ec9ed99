"""README's "Run it for real", as far as one machine without containers can: two processes behind a front with TLS."""

import asyncio
import contextlib
import itertools
import json
import re
import ssl
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio
import websockets

from community.config import settings
from tests.board.live import marks_of
from tests.ground.test_deploy_files import DEPLOY, settings_in
from tests.support.backups import command
from tests.support.cohorts import a_cohort
from tests.support.discussion import says, the_channel
from tests.support.people import PASSWORD, submits
from tests.support.post_offices import post_office as post_office
from tests.support.servers import serve

pytestmark = pytest.mark.stories

NAME = "roundtable.union.example"
VISITOR = "203.0.113.9"


class Front:
    """Ends https and passes each connection on to the next process, as Caddy and nginx do; what it says is believed."""

    def __init__(self, context: ssl.SSLContext, processes: list[int]) -> None:
        self.context = context
        self.processes = itertools.cycle(processes)
        self.port = 0

    @contextlib.asynccontextmanager
    async def open(self):
        async with await asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=self.context) as server:
            self.port = server.sockets[0].getsockname()[1]
            yield self

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            to_reader, there = await asyncio.open_connection("127.0.0.1", next(self.processes))
            there.write(self._told(head))
            await asyncio.wait(
                [asyncio.create_task(self._copy(reader, there)), asyncio.create_task(self._copy(to_reader, writer))],
                return_when=asyncio.FIRST_COMPLETED,
            )
            there.close()
        writer.close()

    def _told(self, head: bytes) -> bytes:
        """The head with who asks and how; each connection carries one request, but for sockets."""
        lines = [line for line in head.split(b"\r\n")[:-2] if not line.lower().startswith(b"x-forwarded-")]
        if b"upgrade: websocket" not in head.lower():
            lines = [line for line in lines if not line.lower().startswith(b"connection:")] + [b"Connection: close"]
        lines += [f"X-Forwarded-For: {VISITOR}".encode(), b"X-Forwarded-Proto: https"]
        return b"\r\n".join([*lines, b"", b""])

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()


@pytest_asyncio.fixture
async def real(database, post_office, certificate, tmp_path):
    """The settings of deploy/roundtable.env, this machine's own in their place, and two processes that have them."""
    post_office.open()
    given = settings_in((DEPLOY / "roundtable.env").read_text()) | {
        "DATABASE_URL": database,
        "ROUNDTABLE_SECRET": "as openssl would have drawn it: kJ8vX2mQpL5nR7tW",
        "ROUNDTABLE_SMTP": post_office.url,
        "ROUNDTABLE_DATA": str(tmp_path / "data"),
        "ROUNDTABLE_WORKERS": "1",
        "ROUNDTABLE_MOVE_CLOCK": "no",
    }
    async with serve(**given) as one, serve(**given) as two:
        ports = [int(each.url.rsplit(":", 1)[1]) for each in (one, two)]
        assert f"for https://{NAME}" in one.said[-1]
        async with Front(certificate.context, ports).open() as front:
            yield given, front, certificate


@contextlib.asynccontextmanager
async def at_a_browser(front: Front, certificate, person=None):
    """Somebody before the front, by its name; signed in with their password if it is a person."""
    headers = {"accept": "text/html", "sec-fetch-site": "same-origin", "host": NAME}
    trusts = ssl.create_default_context(cafile=certificate.file)
    address = f"https://127.0.0.1:{front.port}"
    async with httpx2.AsyncClient(base_url=address, headers=headers, verify=trusts, timeout=60) as client:
        if person:
            answer = await submits(client, "/sign-in", "/sign-in", email=person.email, password=PASSWORD)
            assert answer.status_code == 303
            assert all(cookie.secure and cookie.name.startswith("__Host-") for cookie in client.cookies.jar)
        yield client


async def test_two_processes_behind_a_front_are_one_place(real):
    _given, front, certificate = real
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = (cohort.members[name] for name in ("Ana", "Ben"))
        await says(ana, "The first word makes the channel.")
        channel = await the_channel(ben)
    browsers = (at_a_browser(front, certificate, each.person) for each in (ana, ben))
    async with next(browsers) as hers, next(browsers) as his:
        pages = [await hers.get(channel.address) for _ in range(2)]  # one from each process
        assert [page.status_code for page in pages] == [200, 200]
        assert not re.search(r'(?:href|src|action)="http://', pages[0].text)
        heard = [await _listens(front, certificate, hers, page.text) for page in pages]  # and one socket at each
        answer = await submits(
            his, channel.address, f"{channel.address}/messages", text="Hello from elsewhere", post_key=str(uuid4())
        )
        assert answer.status_code == 303 and answer.headers["location"].startswith("/")
        for socket in heard:
            async with asyncio.timeout(60):
                while "Hello from elsewhere" not in await socket.recv():
                    """What was told before: who is here, where it follows."""
            await socket.close()


async def _listens(front: Front, certificate, client: httpx2.AsyncClient, html: str):
    """A socket through the front that follows what this page names."""
    trusts = ssl.create_default_context(cafile=certificate.file)
    trusts.check_hostname = False  # the certificate is this machine's, the name another
    socket = await websockets.connect(
        f"wss://{NAME}/live", host="127.0.0.1", port=front.port, ssl=trusts, origin=f"https://{NAME}", compression=None,
        additional_headers={"Cookie": "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)},
    )  # fmt: skip
    await socket.send(json.dumps({"follow": [[mark, 0] for mark in marks_of(html)]}))
    async with asyncio.timeout(60):
        while "following" not in await socket.recv():
            """What comes before its answer."""
    return socket


async def test_the_steps_end_with_a_doctor_who_finds_nothing_broken(real, tmp_path):
    given, front, certificate = real
    said = await command("doctor", gives=1, **given)
    broken = [line for line in said.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1 and "No backup was ever made" in broken[0], said
    assert "backed up to" in await command("backup", str(tmp_path / "first"), **given)
    said = await command("doctor", **given)
    assert "2 processes carry out jobs" in said and f"people open https://{NAME}" in said
    assert (tmp_path / "data" / "last-backup.json").exists() and not settings().data.samefile(tmp_path / "data")
    async with at_a_browser(front, certificate) as visitor:
        assert (await visitor.get("/readyz")).text == "ready\n"
        wrong = await visitor.get("/", headers={"host": "elsewhere.example"})
        assert wrong.status_code in (200, 400, 404, 421) and "elsewhere.example" not in wrong.text
