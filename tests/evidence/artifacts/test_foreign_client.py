"""Our door for large files, used by a published client that somebody else wrote: it goes on after a cut (X14)."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest_asyncio

from community.people.sessions import actions as sessions
from tests.evidence.artifacts.test_uploads import UPLOADS, gathered, offset, with_token
from tests.support.artifacts import a_pdf, artifacts_of
from tests.support.servers import serve

SCRIPT = Path(__file__).with_name("foreign_client.py")


@pytest_asyncio.fixture
async def near(app, ana):
    """Ana's browser, at a server of its own."""
    async with serve("--no-work") as server, httpx2.AsyncClient(base_url=server.url, timeout=60) as client:
        token, _session = await sessions.begin(ana, "password", "a test")
        client.cookies.set("rt", token, domain="127.0.0.1", path="/")
        yield await with_token(client)


@contextlib.asynccontextmanager
async def stranger(near, file: Path, key: str, *upload: str):
    """It knows the protocol, and nothing of us but an address and the headers of a signed-in browser."""
    cookies = "; ".join(f"{name}={value}" for name, value in near.cookies.items())
    address = str(near.base_url).rstrip("/") + UPLOADS
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, SCRIPT, address, cookies, near.headers["x-csrf"], file, key, *upload),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line(process) -> list[str]:
    return (await process.stdout.readline()).decode().strip().split(" ", 1)


async def test_x14_a_client_of_somebody_else_goes_on_where_it_was_cut(near, ana, definition, tmp_path):
    content, file, key = a_pdf() + os.urandom(40_000_000), tmp_path / "A plan.pdf", str(uuid4())
    file.write_bytes(content)
    async with stranger(near, file, key) as process:
        where, _begun = await line(process)
        path = where.removeprefix(str(near.base_url).rstrip("/"))
        while await offset(near, path) < 4_000_000:
            await asyncio.sleep(0.02)
    (broken,) = await artifacts_of(ana, definition)
    assert broken.state == "uploading" and not broken.file, "nothing half of it can be opened"
    async with stranger(near, file, key, where) as process:
        same, begun = await line(process)
        assert same == where and 4_000_000 <= int(begun) < len(content), "it goes on where it broke off"
        assert await line(process) == ["whole", str(len(content))]
    (whole,) = await gathered(ana, definition)
    assert (whole.name, whole.size, whole.state) == ("A plan.pdf", len(content), "ready")


async def test_a33_a_client_of_somebody_else_is_told_why_a_file_is_not_taken(near, tmp_path):
    lie = tmp_path / "plan.pdf"
    lie.write_bytes(b"MZ\x90\x00" + os.urandom(20_000))
    async with stranger(near, lie, str(uuid4())) as process:
        await line(process)
        status, why = await line(process)
    assert status == "422" and "inside it is something else" in why
