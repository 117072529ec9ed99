"""A server that offers no wire: the same frames by an outbox, dearer."""

import pytest

from community import events
from realtime.wire import Outbox
from tests.realtime.world import World, browser, happens, serving, until

PLAIN = "websockets-sansio"


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    members = {f"channel:{number}": {1: "peer", 2: "peer"} for number in range(1, 4)}
    return World(database, processes=request.param, members=members)


async def test_without_a_wire_all_is_heard_in_order_and_once(world):
    async with serving(world, ws=PLAIN) as (_, address), browser(address, "1/en") as anna:
        read_at = await happens("channel:1", 5)
        newest = await happens("channel:1", 20)
        await anna.follows("channel:1", seq=read_at)
        (reader,) = world.readers()
        assert isinstance(reader.wire, Outbox)
        newest = await happens("channel:1", 30)
        await anna.hears("channel:1", newest)
        assert [seq for seq, _ in anna.shown("channel:1")] == list(range(read_at + 1, newest + 1))


async def test_without_a_wire_mistakes_close_and_a_sign_out_too(world):
    async with serving(world, ws=PLAIN) as (_, address):
        async with browser(address, "1/en") as anna:
            for _ in range(3):
                await anna.socket.send("no json")
            assert await anna.closes() == 1008
            assert len(anna.named("error")) == 3
        async with browser(address, "1/en") as anna:
            await anna.follows("channel:2")
            world.ended.add("1/en")
            for realtime in world.realtimes:
                await realtime.gates.ask_all()
            assert await anna.closes() == 4401


async def test_without_a_wire_a_sleeper_is_away_and_wakes(world):
    async with (
        serving(world, ws=PLAIN) as (_, address),
        browser(address, "1/en") as anna,
        browser(address, "2/en") as ben,
    ):
        begun = (await events.newest(["channel:3"]))["channel:3"]
        await anna.follows("channel:3")
        await ben.follows("channel:3")
        (reader,) = world.readers(2)
        here = [one for one in world.realtimes if "channel:3" in one.hub.topics]  # no process lies behind the other
        ben.socket.transport.pause_reading()
        world.texts = dict.fromkeys(range(1, 2000), "a long text. " * 10_000)
        while reader.away_since is None:
            newest = await happens("channel:3")
            await until(lambda newest=newest: all(one.hub.topics["channel:3"].seq >= newest for one in here))
        newest = await happens("channel:3", 20)
        await anna.hears("channel:3", newest)
        assert reader.wire.size < 1_000_000, "what waits is bounded"
        ben.socket.transport.resume_reading()
        await ben.hears("channel:3", newest)
        assert [seq for seq, _ in ben.shown("channel:3")] == list(range(begun + 1, newest + 1))
