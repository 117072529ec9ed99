"""The feed: one query for all that is stale, never dead, and news within five seconds even if nobody calls."""

import asyncio
import logging

import pytest

from community import db, events
from realtime.feed import SWEEP
from tests.realtime.world import Counted, World, browser, crowd, happens, listening_is_killed, serving


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    members = {f"channel:{number}": {1: "peer", 2: "peer"} for number in range(1, 20)}
    return World(database, processes=request.param, log=Counted(), members=members)


async def test_one_event_is_one_read_one_load_and_one_rendering_for_each_process(world):
    sessions = [f"1/en-{number}" for number in range(20)]
    async with serving(world) as (_, address), crowd(address, sessions, "channel:1") as readers:
        world.log.reads.clear()
        newest = await happens("channel:1")
        for reader in readers:
            await reader.hears("channel:1", newest)
        wanted, each = {"channel:1": newest - 1}, world.processes
        assert [reads for reads in world.log.reads if reads == wanted] == [wanted] * each
        assert (len(world.rendered), len(world.loads)) == (each, each)


async def test_what_happens_on_many_topics_at_once_is_one_read(world):
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna:
        topics = [f"channel:{number}" for number in range(1, 20)]
        await anna.follows(*topics)
        await asyncio.sleep(0)
        world.log.reads.clear()
        async with db.transaction():
            for topic in topics:
                events.record("message.posted", topic, about=5, by=1)
        for topic in topics:
            await anna.hears(topic, (await events.newest([topic]))[topic])
        assert len([reads for reads in world.log.reads if len(reads) > 1]) <= 2
        assert sum(len(batch) for batch in world.loads) == 19
        assert realtime.hears()


async def test_a_killed_listen_connection_costs_no_news(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("channel:2")
        for _ in range(5):
            await listening_is_killed()
            newest = await happens("channel:2", 3)
            await anna.hears("channel:2", newest)
        numbers = [seq for seq, _ in anna.shown("channel:2")]
        assert numbers == list(range(newest - 14, newest + 1))


@pytest.mark.parametrize("world", [1], indirect=True)  # one feed is made deaf
async def test_a_call_that_is_never_made_costs_five_seconds_at_most(world):
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna:
        await anna.follows("channel:3")
        realtime.feed.call = lambda topic, seq: None
        await anna.hears("channel:3", await happens("channel:3", 2))
    assert SWEEP <= 5


async def test_a_database_that_is_away_for_a_while_loses_nothing(world, caplog):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("channel:4")
        world.log.away = True
        newest = await happens("channel:4", 250)
        await anna.until(lambda: sum("the feed failed" in record.message for record in caplog.records) > 1)
        world.log.away = False
        await anna.hears("channel:4", newest)
        assert [seq for seq, _ in anna.shown("channel:4")] == list(range(newest - 249, newest + 1))


async def test_a_partial_that_fails_reloads_its_topic_and_nobody_else_notices(world, caplog):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await anna.follows("channel:5", "channel:6")
        await ben.follows("channel:6")
        async with db.transaction():
            events.record("broken", "channel:5", about=1, by=1)
            events.record("message.posted", "channel:6", about=2, by=1)
        for reader in (anna, ben):
            await reader.hears("channel:6", (await events.newest(["channel:6"]))["channel:6"])
        await anna.until(lambda: anna.named("reload"))
        assert anna.named("reload") == [{"topic": "channel:5"}]
        assert ben.named("reload") == []
        assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == [
            f"channel:5 {(await events.newest(['channel:5']))['channel:5']} (broken) cannot be shown to peer"
        ], "logged once"
        await anna.follows("channel:5")
        await anna.hears("channel:5", await happens("channel:5"))


async def test_things_that_cannot_be_loaded_reload_their_topic_only(world, caplog):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("channel:7", "channel:8")
        loading = world.things

        async def fails_for_seven(batch):
            if any(event.topic == "channel:7" for event in batch):
                raise ValueError("a thing that cannot be loaded")
            return await loading(batch)

        world.things = fails_for_seven
        async with db.transaction():
            events.record("message.posted", "channel:7", about=1, by=1)
            events.record("message.posted", "channel:8", about=2, by=1)
        await anna.hears("channel:8", (await events.newest(["channel:8"]))["channel:8"])
        await anna.until(lambda: anna.named("reload"))
        assert anna.named("reload") == [{"topic": "channel:7"}]


@pytest.mark.parametrize("world", [1], indirect=True)  # found out by each for itself, within five seconds
async def test_a_restore_tells_everybody_to_reload(world):
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna:
        await anna.follows("channel:9")
        await db.run("update log_epoch set value = 'drawn-anew'")
        await anna.until(lambda: anna.named("reload"))
        assert {said["topic"] for said in anna.named("reload")} >= {"channel:9"}
        await anna.follows("channel:9")
        await anna.hears("channel:9", await happens("channel:9"))
        assert realtime.feed.epoch == "drawn-anew"


async def test_a_writer_that_rolls_back_leaves_no_gap_and_one_that_waits_holds_nobody_up(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("channel:10", "channel:11")

        async def writes(number):
            try:
                async with db.transaction():
                    events.record("message.posted", "channel:10", "channel:11", about=number, by=1)
                    if number % 4 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass

        await asyncio.gather(*(writes(number) for number in range(1, 41)))
        for topic in ("channel:10", "channel:11"):
            newest = (await events.newest([topic]))[topic]
            await anna.hears(topic, newest)
            assert [seq for seq, _ in anna.shown(topic)] == list(range(newest - 29, newest + 1))
