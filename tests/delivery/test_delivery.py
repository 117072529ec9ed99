"""Nothing lost, nothing doubled, nothing out of order, in any reader's view, whatever breaks (goal G1)."""

import asyncio
import contextlib
import random

import pytest

from community import db
from tests.delivery.faults import Reader, Writer, kill_connections, one_who_reads
from tests.support.cohorts import a_cohort
from tests.support.failing import no_gaps
from tests.support.servers import serve

MESSAGES, AT_ONCE, READERS = 2000, 4, 50
WRITERS = 80  # persons, of whom four write at any time: each keeps to the rate that one person has
pytestmark = [pytest.mark.delivery]


async def test_two_thousand_messages_through_cuts_and_kills(database, proxy):
    chance = random.Random()
    async with contextlib.AsyncExitStack() as stack:
        cohort = await stack.enter_async_context(a_cohort(None, "Ana", capacity=WRITERS + 20))
        servers = [await stack.enter_async_context(serve()), await stack.enter_async_context(serve())]
        ways = [await proxy(server.url) for server in servers]
        path = f"/cohorts/{cohort.id}/channels/general/messages"
        writers = [await Writer.of((await cohort.seats(f"Writer{n} Person")).person) for n in range(WRITERS)]
        first = await writers[0].posts(ways[0].url, path, "the first one makes the channel")
        channel = await db.value("select channel_id from message where id = :id", id=first)
        readers = await _readers(cohort, channel, ways)
        reading = [asyncio.create_task(reader.reads()) for reader in readers]
        acknowledged: list[tuple[int, str]] = [(first, "the first one makes the channel")]
        faults = iter(_faults(servers, ways, stack, database, chance))
        every = MESSAGES // 40

        async def write(hand: int) -> None:
            for number in range(1 + hand, MESSAGES, AT_ONCE):
                writer = writers[number % WRITERS]
                text = f"message {number}"
                acknowledged.append((await writer.posts(ways[number % 2].url, path, text), text))
                if number % every == 0:
                    await next(faults)()

        async with asyncio.timeout(600):  # on a machine that does other things too
            await asyncio.gather(*(write(hand) for hand in range(AT_ONCE)))
            await asyncio.gather(*(reader.has(MESSAGES) for reader in readers))
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

        kept = await db.many(
            dict, "select id, text from message where channel_id = :channel order by id limit 10000", channel=channel
        )
        assert sorted(acknowledged) == [(row["id"], row["text"]) for row in kept], (
            "acknowledged and kept are the same, each once"
        )
        assert [reader.wrong for reader in readers if reader.wrong] == []
        assert all(reader.view == [row["id"] for row in kept] for reader in readers), "each view is what a reload shows"
        await no_gaps()
        assert sum(reader.lost for reader in readers) > READERS, "the premise: sockets were cut"
        assert sum(reader.reloads for reader in readers) <= READERS // 10, (
            "what was missed is replayed, not fetched anew"
        )


async def _readers(cohort, channel: int, ways) -> list[Reader]:
    """Fifty sockets of ten people, half of them at each process."""

    async def page() -> list[int]:
        rows = await db.many(
            dict, "select id from message where channel_id = :channel order by id limit 10000", channel=channel
        )
        return [row["id"] for row in rows]

    readers = []
    for _ in range(10):
        person, token = await one_who_reads(cohort)
        readers += [Reader(person, token, f"channel:{channel}", ways[n % 2].url, page) for n in range(5)]
    return readers


def _faults(servers, ways, stack, url, chance):
    """40 of them: sockets cut, connections to the database ended, and in the middle one process killed with -9."""

    async def cut() -> None:
        await chance.choice(ways).break_off()

    async def end_connections() -> None:
        await kill_connections(url, chance)

    async def kill() -> None:
        await servers[1].kill()
        servers[1] = await stack.enter_async_context(serve())
        ways[1].target = servers[1].url

    for number in range(80):
        yield kill if number == 20 else chance.choice([cut, cut, end_connections])
