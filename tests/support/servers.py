"""The app inside the test's process (over ASGI), and as a real server of its own."""

import asyncio
import contextlib
import os
import re
import sys
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest_asyncio.fixture(scope="module")
async def app(database_url):
    """The whole app on the module's database, its lifespan running in this process."""
    from community import app as roof

    made = roof.make(work=False)
    async with lifespan(made):
        yield made


@contextlib.asynccontextmanager
async def lifespan(app):
    """Run an ASGI app's lifespan around a block."""
    inbox: asyncio.Queue = asyncio.Queue()
    begun, ended = asyncio.Event(), asyncio.Event()
    problems = []

    async def send(message):
        if message["type"].endswith("failed"):
            problems.append(message.get("message", ""))
        (begun if "startup" in message["type"] else ended).set()

    state: dict = {}
    task = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}, inbox.get, send))
    await inbox.put({"type": "lifespan.startup"})
    await asyncio.wait([task, asyncio.create_task(begun.wait())], return_when=asyncio.FIRST_COMPLETED)
    if problems or task.done():
        raise RuntimeError(f"the app did not start: {problems or task.exception()}")
    app.state = state
    try:
        yield app
    finally:
        await inbox.put({"type": "lifespan.shutdown"})
        await task


class _WithState(httpx2.ASGITransport):
    """The transport gives each request the lifespan's state, as a server does."""

    def __init__(self, app):
        async def with_state(scope, receive, send):
            await app({**scope, "state": dict(app.state)}, receive, send)

        super().__init__(app=with_state, raise_app_exceptions=True)


def browser_like(app, **headers) -> httpx2.AsyncClient:
    """A client with a cookie jar of its own, over ASGI, at the https address that cookies want."""
    base = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    return httpx2.AsyncClient(transport=_WithState(app), base_url="https://127.0.0.1", headers=base | headers, timeout=10)


@pytest_asyncio.fixture
async def client(app):
    """Somebody who is not signed in."""
    async with browser_like(app) as visitor:
        yield visitor


@contextlib.asynccontextmanager
async def serve(*arguments: str, **environ: str):
    """`python -m community serve` as a process of its own; yields (address, process) once it says that it serves."""
    around = {k: v for k, v in os.environ.items() if not k.startswith("ROUNDTABLE_BASE")} | environ
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "serve", "--port", "0", *arguments, cwd=ROOT, env=around,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )
    said: list[str] = []
    try:
        async with asyncio.timeout(30):
            while line := (await process.stdout.readline()).decode():
                said.append(line)
                if found := re.search(r"serving on (\S+)", line):
                    break
            else:
                raise RuntimeError("the server ended:\n" + "".join(said))
        drain = asyncio.create_task(_drain(process, said))
        yield found.group(1).rstrip("/"), process
        drain.cancel()
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                async with asyncio.timeout(15):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


async def _drain(process, said):
    while line := await process.stdout.readline():
        said.append(line.decode())
