"""Two thousand read one channel: one message costs each process one read and one look, and all have it (X27)."""

import asyncio
import json

from benchmarks.crowd import Crowd
from community import events
from tests.realtime.world import Counted, World, happens, serving
from tests.support.servers import descriptors

READERS = 2000
LIMIT = 60  # seconds: it takes far less, also on a machine that does other things


async def test_x27_two_thousand_readers_are_one_read_and_one_look_for_each_process(database):
    members = {"channel:1": dict.fromkeys(range(1, READERS + 1), "peer")}
    world = World(database, log=Counted(), members=members, processes=2)
    with descriptors(3 * READERS):
        async with serving(world) as (_, addresses):
            ports = [int(str(addresses).rpartition(":")[2]) for _ in range(2)]
            crowds = [await _crowd(port, n * READERS // 2) for n, port in enumerate(ports)]
            try:
                await _all_have(crowds, 1)  # that they follow
                newest = await happens("channel:1")
                await _all_have(crowds, 2)  # the message
            finally:
                for crowd in crowds:
                    crowd.close()
    assert len(set(ports)) == 2 and sum(len(crowd.clients) for crowd in crowds) == READERS, "the premise"
    assert [event.seq for read in world.log.found for event in read] == [newest] * 2, "found once by each process"
    assert world.loads == [[newest]] * 2
    assert world.rendered == [("channel:1", newest, "peer", "en")] * 2
    assert {client.frames for crowd in crowds for client in crowd.clients} == {2}, "each has it once"


async def _crowd(port: int, first: int) -> Crowd:
    """Half of the readers, each a person of its own, at this process; they follow the channel."""
    epoch, newest = await events.epoch(), (await events.newest(["channel:1"]))["channel:1"]

    def follows(number: int) -> str:
        return json.dumps({"follow": [[f"channel:1|{epoch}|{newest}|{first + number + 1}", 0]]})

    def cookie(number: int) -> str:
        return f"Cookie: session={first + number + 1}/en\r\n"

    return await asyncio.to_thread(Crowd, port, READERS // 2, "/live", follows, cookie, b"{")


async def _all_have(crowds: list[Crowd], frames: int) -> None:
    await asyncio.gather(*(asyncio.to_thread(crowd.wait_for_all, frames, LIMIT) for crowd in crowds))
