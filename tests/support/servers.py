"""The app inside the test's process (over ASGI), and as a real server of its own."""

import asyncio
import contextlib
import os
import re
import resource
import signal
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


@pytest_asyncio.fixture(scope="module")
async def server(database):
    """A process of its own on the module's database."""
    async with serve() as one:
        yield one


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
    transport = _WithState(app)
    return httpx2.AsyncClient(transport=transport, base_url="https://127.0.0.1", headers=base | headers, timeout=60)


@pytest_asyncio.fixture
async def client(app):
    """Somebody who is not signed in."""
    async with browser_like(app) as visitor:
        yield visitor


@contextlib.contextmanager
def descriptors(most: int):
    """Inside, this process may open so many files and sockets; what is started inside begins with the same."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Server:
    """`python3 -m community serve` as a process of its own, at `url`; `said` is what it printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.url = ""
        self.said: list[str] = []

    async def ready(self) -> None:
        """Wait for the line that says where it serves."""
        while line := (await self.process.stdout.readline()).decode():
            self.said.append(line)
            if found := re.search(r"serving on (\S+)", line):
                self.url = found.group(1).rstrip("/")
                break
        else:
            raise RuntimeError("the server ended:\n" + "".join(self.said))

    def workers(self) -> list[int]:
        """The process ids of those who serve: the children, or with one worker the process itself."""
        children = [pid for pid in _running() if _parent(pid) == self.process.pid]
        return sorted(pid for pid in children if b"spawn_main" in _of(pid, "cmdline")) or [self.process.pid]

    def memory(self) -> int:
        """Bytes that its workers hold."""
        told = [Path(f"/proc/{pid}/status").read_text() for pid in self.workers()]
        return sum(int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024 for status in told)

    def kill_worker(self, pid: int) -> None:
        """kill -9 of one of the workers."""
        os.kill(pid, signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, as a supervisor does; the exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def kill(self) -> int:
        """kill -9 of the process (its workers notice and go)."""
        self.process.kill()
        return await self.ended()

    async def ended(self, seconds: float = 60) -> int:
        """Wait until it has ended; what it said comes with the error if it does not."""
        try:
            async with asyncio.timeout(seconds):
                return await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
            raise AssertionError("the server did not stop:\n" + "".join(self.said)) from None


def _running() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _parent(pid: int) -> int:
    """Its parent's process id; 0 if it has ended meanwhile."""
    tail = _of(pid, "stat").rpartition(b")")[2].split()
    return int(tail[1]) if tail else 0


def _of(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@contextlib.asynccontextmanager
async def serve(*arguments: str, command: str = "serve", **environ: str):
    """Start a Server (or another COMMAND that serves) on the module's database; `environ` adds settings."""
    process = await start_command(command, "--port", "0", *arguments, **environ)
    server, reading = Server(process), None
    try:
        async with asyncio.timeout(180):  # a first start makes sample content, on a machine that does other things too
            await server.ready()
        reading = asyncio.create_task(_read_on(server))
        yield server
    finally:
        await server.stop()
        if reading:
            await reading


async def start_command(*arguments: str, **environ: str) -> asyncio.subprocess.Process:
    """`python3 -m community ARGUMENTS` on the module's database; what it says and complains comes as one stream."""
    around = {name: value for name, value in os.environ.items() if name != "ROUNDTABLE_BASE_URL"} | environ
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", *arguments, cwd=ROOT, env=around, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )


async def _read_on(server: Server) -> None:
    while line := await server.process.stdout.readline():
        server.said.append(line.decode())
