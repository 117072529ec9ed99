"""A new release under load: a thousand sockets are asked to come back, all do, and nothing is lost (X23, G4)."""

import asyncio
import contextlib
import re
import time
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest

from community import db, events
from community.signed import Mark, write_marks
from realtime.protocol import RESTART
from tests.delivery.faults import COOKIE, Reader, Writer, one_who_reads
from tests.support.cohorts import a_cohort
from tests.support.failing import no_gaps
from tests.support.servers import descriptors, serve

PEOPLE, SOCKETS_EACH, AT_ONCE, WRITERS = 100, 10, 100, 4
FEW, MANY = 512, 6000  # files and sockets that a process may open when it begins
pytestmark = [pytest.mark.delivery]


async def test_x23_a_thousand_sockets_move_to_the_new_release_and_nothing_is_lost(database):
    async with contextlib.AsyncExitStack() as stack:
        cohort = await stack.enter_async_context(a_cohort(None, capacity=WRITERS + 20))
        with descriptors(FEW):  # it has to see by itself that a thousand sockets find room
            old, new = [await stack.enter_async_context(serve()) for _ in range(2)]
        stack.enter_context(descriptors(MANY))
        path = f"/cohorts/{cohort.id}/channels/general/messages"
        writers = [await Writer.of((await cohort.seats(f"Writer{n} Person")).person) for n in range(WRITERS)]
        said = [await writers[0].posts(old.url, path, "the first one makes the channel")]
        readers, reading = await _readers(cohort, said, old.url), []
        async with asyncio.timeout(120):
            for start in range(0, len(readers), AT_ONCE):
                batch = readers[start : start + AT_ONCE]
                reading += [asyncio.create_task(reader.reads()) for reader in batch]
                await asyncio.gather(*(reader.following.wait() for reader in batch))
            said.append(await writers[0].posts(old.url, path, "the premise: all hear it"))
            await asyncio.gather(*(reader.has(2) for reader in readers))

            late = await Late.begins(old.url, path, writers[0], "half of it is sent before the stop")
            stop, begun = asyncio.create_task(old.stop()), time.monotonic()
            talk = [asyncio.create_task(_talk(writer, new.url, path)) for writer in writers]
            for reader in readers:
                reader.base = new.url  # as the front sends them
            while not any(reader.closed for reader in readers):
                await asyncio.sleep(0.01)
            said.append(await late.ends())
            assert await stop == 0
            assert time.monotonic() - begun > 1.5, "spread, so that their return is no stampede"
            said += [number for numbers in await asyncio.gather(*talk) for number in numbers]
            await asyncio.gather(*(reader.has(len(said)) for reader in readers))
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

        assert [reader.wrong for reader in readers if reader.wrong] == []
        assert all(reader.view == sorted(said) for reader in readers), "all, each once, in order"
        assert sum(reader.reloads for reader in readers) == 0, "what was missed is replayed"
        assert {reader.closed[0] for reader in readers} == {RESTART}
        await no_gaps()


class Late:
    """A message whose second half is sent when the server has begun to stop."""

    @classmethod
    async def begins(cls, base: str, path: str, writer: Writer, text: str) -> "Late":
        late, where = cls(), urlsplit(base)
        late.reader, late.writer = await asyncio.open_connection(where.hostname, where.port)
        body = urlencode({"text": text, "post_key": str(uuid4()), "csrf": writer.csrf})
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\nHX-Request: true\r\n"
            f"Cookie: {COOKIE}={writer.cookies[COOKIE]}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        late.rest = body[20:].encode()
        late.writer.write((head + body[:20]).encode())
        await late.writer.drain()
        return late

    async def ends(self) -> int:
        """The id of the message."""
        self.writer.write(self.rest)
        answer = (await self.reader.read()).decode()
        self.writer.close()
        assert answer.startswith("HTTP/1.1 200"), answer[:400]
        return int(re.search(r'id="message-(\d+)"', answer)[1])


async def _talk(writer: Writer, base: str, path: str) -> list[int]:
    """A few messages while all move; their ids."""
    return [await writer.posts(base, path, f"{writer.person.called} {number}") for number in range(2)]


async def _readers(cohort, said: list[int], base: str) -> list[Reader]:
    """A thousand sockets of a hundred people; all of them have read the page already."""
    channel = await db.value("select channel_id from message where id = :id", id=said[0])
    topic = f"channel:{channel}"
    epoch, seen = await events.epoch(), (await events.newest([topic]))[topic]
    readers = []
    for _ in range(PEOPLE):
        person, token = await one_who_reads(cohort)
        for _ in range(SOCKETS_EACH):
            reader = Reader(person, token, topic, base, None)
            (reader.mark,) = write_marks([Mark(topic, epoch, seen)], person.id)
            reader.seen, reader.view = seen, list(said)
            readers.append(reader)
    return readers
