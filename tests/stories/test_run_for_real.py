"""README's "Run it for real", as far as a machine without containers can: two processes behind Caddy or nginx."""

import asyncio
import contextlib
import json
import re
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio
import websockets

from community.config import settings
from tests.board.live import marks_of
from tests.ground.test_deploy_files import settings_in
from tests.support.backups import command
from tests.support.cohorts import a_cohort
from tests.support.discussion import says, the_channel
from tests.support.fronts import DEPLOY, NEEDED, Front, front
from tests.support.people import PASSWORD, submits
from tests.support.servers import serve

pytestmark = pytest.mark.stories

NAME = "roundtable.union.example"


@pytest_asyncio.fixture(params=[pytest.param(name, marks=mark) for name, mark in NEEDED.items()])
async def real(request, database, post_office, certificate, tmp_path):
    """The settings of deploy/roundtable.env, this machine's own in their place, and two processes that have them.

    Behind Caddy each has a port of its own, as in compose.yaml; behind nginx they share one, as by the unit.
    """
    shared = request.param == "nginx"
    post_office.open()
    given = settings_in((DEPLOY / "roundtable.env").read_text()) | {
        "DATABASE_URL": database,
        "ROUNDTABLE_SECRET": "as openssl would have drawn it: kJ8vX2mQpL5nR7tW",
        "ROUNDTABLE_SMTP": post_office.url,
        "ROUNDTABLE_DATA": str(tmp_path / "data"),
        "ROUNDTABLE_WORKERS": "2" if shared else "1",
        "ROUNDTABLE_MOVE_CLOCK": "no",
    }
    async with contextlib.AsyncExitStack() as open_until:
        servers = [await open_until.enter_async_context(serve(**given)) for _ in range(1 if shared else 2)]
        assert f"for https://{NAME}" in servers[0].said[-1]
        ports = [int(each.url.rsplit(":", 1)[1]) for each in servers]
        yield given, await open_until.enter_async_context(front(request.param, ports, certificate, tmp_path))


@contextlib.asynccontextmanager
async def at_a_browser(before: Front, person=None):
    """Somebody before the front, by its name; signed in with their password if it is a person."""
    headers = {"accept": "text/html", "sec-fetch-site": "same-origin", "host": NAME}
    async with httpx2.AsyncClient(base_url=before.url, headers=headers, verify=before.trust(), timeout=60) as client:
        if person:
            answer = await submits(client, "/sign-in", "/sign-in", email=person.email, password=PASSWORD)
            assert answer.status_code == 303
            assert all(cookie.secure and cookie.name.startswith("__Host-") for cookie in client.cookies.jar)
        yield client


async def test_two_processes_behind_a_front_are_one_place(real):
    _given, before = real
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = (cohort.members[name] for name in ("Ana", "Ben"))
        await says(ana, "The first word makes the channel.")
        channel = await the_channel(ben)
    browsers = (at_a_browser(before, each.person) for each in (ana, ben))
    async with next(browsers) as hers, next(browsers) as his:
        pages = [await hers.get(channel.address) for _ in range(2)]  # one from each process
        assert [page.status_code for page in pages] == [200, 200]
        assert not re.search(r'(?:href|src|action)="http://', pages[0].text)
        heard = [await _listens(before, hers, page.text) for page in pages]  # and one socket at each
        answer = await submits(
            his, channel.address, f"{channel.address}/messages", text="Hello from elsewhere", post_key=str(uuid4())
        )
        assert answer.status_code == 303 and answer.headers["location"].startswith("/")
        for socket in heard:
            async with asyncio.timeout(60):
                while "Hello from elsewhere" not in await socket.recv():
                    """What was told before: who is here, where it follows."""
            await socket.close()


async def _listens(before: Front, client: httpx2.AsyncClient, html: str):
    """A socket through the front that follows what this page names."""
    trusts = before.trust()
    trusts.check_hostname = False  # the certificate is this machine's, the name another
    socket = await websockets.connect(
        f"wss://{NAME}/live", host="127.0.0.1", port=before.port, ssl=trusts, origin=f"https://{NAME}",
        compression=None,
        additional_headers={"Cookie": "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)},
    )  # fmt: skip
    await socket.send(json.dumps({"follow": [[mark, 0] for mark in marks_of(html)]}))
    async with asyncio.timeout(60):
        while "following" not in await socket.recv():
            """What comes before its answer."""
    return socket


async def test_the_steps_end_with_a_doctor_who_finds_nothing_broken(real, tmp_path):
    given, before = real
    said = await command("doctor", gives=1, **given)
    broken = [line for line in said.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1 and "No backup was ever made" in broken[0], said
    assert "backed up to" in await command("backup", str(tmp_path / "first"), **given)
    said = await command("doctor", **given)
    assert "2 processes carry out jobs" in said and f"people open https://{NAME}" in said
    assert (tmp_path / "data" / "last-backup.json").exists() and not settings().data.samefile(tmp_path / "data")
    async with at_a_browser(before) as visitor:
        assert (await visitor.get("/readyz")).text == "ready\n"
        wrong = await visitor.get("/", headers={"host": "elsewhere.example"})
        assert wrong.status_code in (200, 400, 404, 421) and "elsewhere.example" not in wrong.text
