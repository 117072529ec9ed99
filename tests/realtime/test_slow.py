"""A reader that sleeps: the others notice nothing, nothing is stored, and it wakes to all of it or to a reload."""

import asyncio
import contextlib
import json
import socket

import pytest

from benchmarks.crowd import Client
from community import events
from tests.realtime.world import World, browser, crowd, happens, serving, until

PAGE = "a long text. " * 1000  # 13 kB


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    members = {f"channel:{number}": {1: "peer", 2: "peer"} for number in range(1, 9)}
    return World(database, processes=request.param, members=members)


@contextlib.asynccontextmanager
async def two(world, channel):
    """Anna who reads and one who will sleep, on the other process if there is one, both on the channel."""
    async with (
        serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as sleeper,
    ):
        await anna.follows(channel)
        await sleeper.follows(channel)
        world.texts = dict.fromkeys(range(1, 2000), PAGE)
        yield anna, sleeper


async def falls_asleep(world, sleeper):
    """It reads nothing from now on; gives the server's side of it."""
    sleeper.socket.transport.pause_reading()
    (reader,) = world.readers(sleeper.person)
    transport = reader.wire.transport
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    return reader


@pytest.mark.parametrize(("channel", "missed"), [("channel:1", 150), ("channel:2", 400)])
async def test_a_sleeper_wakes_to_what_it_missed_or_to_a_reload(world, channel, missed):
    async with two(world, channel) as (anna, sleeper):
        reader = await falls_asleep(world, sleeper)
        begun = newest = (await events.newest([channel]))[channel]
        most = 0
        while reader.away_since is None:
            newest = await happens(channel)
            await anna.hears(channel, newest)
        left_at = newest
        while newest < left_at + missed:
            newest = await happens(channel, 10)
            most = max(most, reader.wire.transport.get_write_buffer_size())
        await anna.hears(channel, newest)
        assert len(anna.shown(channel)) == newest - begun, "the others have all of it"
        assert most < 1_000_000, "the server keeps nothing more for it"
        assert reader.follows[channel].group is None

        sleeper.socket.transport.resume_reading()
        await sleeper.until(lambda: sleeper.seen.get(channel) == newest or sleeper.named("reload"))
        numbers = [seq for seq, _ in sleeper.shown(channel)]
        assert numbers == list(range(begun + 1, begun + len(numbers) + 1)), "in order, once"
        if missed > 200:
            assert sleeper.named("reload") == [{"topic": channel}]
            await sleeper.follows(channel)
        else:
            assert numbers[-1] == newest
        newest = await happens(channel)
        await sleeper.hears(channel, newest)


async def test_x8_one_that_reads_a_drop_at_a_time_costs_the_others_nothing(world):
    """Two bytes for each message that the others read: as one who takes 200 a second while 100 messages come."""
    async with two(world, "channel:7") as (anna, _):
        server = world.readers()[0].wire.server
        mark = f"channel:7|{await events.epoch()}|{(await events.newest(['channel:7']))['channel:7']}|2"
        drops = await asyncio.to_thread(Client, server[1], "/live", "Cookie: session=2/en-drops\r\n")
        try:
            drops.send(json.dumps({"follow": [[mark, 0]]}))
            reader = next(one for one in world.readers(2) if one.visitor.session_id == "2/en-drops")
            await until(lambda: "channel:7" in reader.follows)
            reader.wire.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
            most, more = 0, 50
            while more:
                await anna.hears("channel:7", await happens("channel:7"))
                with contextlib.suppress(BlockingIOError):
                    drops.socket.recv(2)
                most = max(most, reader.wire.transport.get_write_buffer_size())
                more -= reader.away_since is not None
            assert most < 1_000_000, "the server keeps nothing more for it"
        finally:
            drops.socket.close()


async def test_a_sleeper_that_follows_more_is_still_away(world):
    async with two(world, "channel:3") as (anna, sleeper):
        await anna.follows("channel:4")
        reader = await falls_asleep(world, sleeper)
        while reader.away_since is None:
            await anna.hears("channel:3", await happens("channel:3"))
        await sleeper.says(follow=[[await sleeper.mark("channel:4"), 0]])
        await until(lambda: "channel:4" in reader.follows)
        newest = await happens("channel:4", 5)
        await anna.hears("channel:4", newest)
        assert reader.follows["channel:4"].group is None
        sleeper.socket.transport.resume_reading()
        await sleeper.hears("channel:4", newest)
        assert len(sleeper.shown("channel:4")) == 5


async def test_who_sleeps_too_long_is_closed_and_may_come_back(world):
    async with two(world, "channel:5") as (anna, sleeper):
        reader = await falls_asleep(world, sleeper)
        while reader.away_since is None:
            await anna.hears("channel:5", await happens("channel:5"))
        reader.away_since -= 31
        await until(lambda: reader not in world.readers())
        sleeper.socket.transport.resume_reading()
        assert await sleeper.closes() in (1013, 1006), "told, or cut off if it never reads"
        await anna.hears("channel:5", await happens("channel:5"))


async def test_five_sleepers_do_not_hold_the_others_up(world):
    sessions = [f"2/{number}" for number in range(5)]
    async with two(world, "channel:6") as (anna, _):
        server = world.readers()[0].wire.server
        async with crowd(f"{server[0]}:{server[1]}", sessions, "channel:6") as sleepers:
            for sleeper in sleepers:
                sleeper.socket.transport.pause_reading()
            newest = await happens("channel:6", 100)
            await anna.hears("channel:6", newest)
            assert len(world.readers()) == len(sessions) + 2, "they sleep all the while"
            for sleeper in sleepers:
                sleeper.socket.transport.resume_reading()
