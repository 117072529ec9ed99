"""The largest file that is taken, 500 MB, comes in pieces and is made one of: nobody ever holds much of it (A32)."""

import hashlib
import re
from pathlib import Path

import httpx2
import pytest

from community.evidence.artifacts import actions
from community.people.sessions import actions as sessions
from community.uploads import keeping, kinds, receiving
from tests.evidence.artifacts.test_uploads import goes_on, offset, said, with_token
from tests.support.artifacts import DESK, artifacts_of
from tests.support.media import a_wav
from tests.support.servers import serve

pytestmark = pytest.mark.stories
MEGABYTE = 1_000_000
SIZE = kinds.LARGEST
UPLOADS = f"{DESK.replace('talk_plan', 'talk_record')}/uploads"
STEP = 100 * MEGABYTE  # bytes of one request
HEAD = a_wav()


async def sound(start: int, end: int):
    """The bytes of a long silence, a megabyte at a time."""
    if start == 0:
        yield HEAD
        start = len(HEAD)
    silence = bytes(MEGABYTE)
    for at in range(start, end, MEGABYTE):
        yield silence[: end - at]


def most_held(pid: int | str) -> int:
    """The most bytes that a process had in memory, since it began or since `anew`."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def anew() -> int:
    """From here on the most of this process is counted; what it is now."""
    Path("/proc/self/clear_refs").write_text("5")
    return most_held("self")


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read as Linux tells it")
async def test_a32_500_megabytes_come_and_become_one_file_and_memory_stays_flat(app, ana, definition):
    async with serve("--no-work") as server, httpx2.AsyncClient(base_url=server.url, timeout=120) as client:
        token, _session = await sessions.begin(ana, "password", "a test")
        client.cookies.set("rt", token, domain="127.0.0.1", path="/")
        await with_token(client)
        where = (await client.post(UPLOADS, headers=said("A lesson.wav", SIZE))).headers["location"]
        assert (await goes_on(client, where, sound(0, MEGABYTE), 0)).status_code == 204
        (pid,) = server.workers()
        before = most_held(pid)
        for start in range(MEGABYTE, SIZE, STEP):
            end = min(start + STEP, SIZE)
            assert (await goes_on(client, where, sound(start, end), start)).status_code == 204
        assert await offset(client, where) == SIZE
        assert most_held(pid) - before < 60 * MEGABYTE, "it held a few pieces, and never all of it"
        refused = await client.post(UPLOADS, headers=said("A lesson.wav", SIZE + 1))
        assert refused.status_code == 413 and "larger than 500 MB" in refused.text
    (file,) = await artifacts_of(ana, definition, "talk_record")
    before = anew()
    await receiving.gather(actions.KEEPER, {"upload": file.id})
    assert most_held("self") - before < 60 * MEGABYTE
    (file,) = await artifacts_of(ana, definition, "talk_record")
    whole = hashlib.sha256()
    async for piece in sound(0, SIZE):
        whole.update(piece)
    assert (file.state, file.size, file.sha256) == ("checking", SIZE, whole.hexdigest())
    await keeping.forget_files({})
