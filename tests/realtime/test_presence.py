"""Who is here: told once a second at most, only what changed, over all processes, as a number where many are."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from realtime import presence
from realtime.hub import Hub
from realtime.presence import Presence
from tests.realtime.memory import PEER, reader
from tests.realtime.world import World, browser, happens, serving, until

PEERS = {"cohort:1": {person: "peer" for person in range(1, 200)}}


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    return World(database, processes=request.param, members=PEERS)


def people(reading, topic="cohort:1"):
    """Who is here, put together as live.js does."""
    here = set()
    for said in reading.named("here"):
        assert said["topic"] == topic
        here = ((set() if said["whole"] else here) | set(said["joined"])) - set(said["left"])
        assert said["count"] == len(here)
    return here


async def enters(reading, topic="cohort:1"):
    await reading.follows(topic)
    await reading.says(here=[topic])


async def test_who_comes_and_goes_is_told_as_what_changed(world):
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna:
        await enters(anna)
        async with browser(address, "2/en") as ben, browser(address, "2/phone") as phone:
            await enters(ben)
            await enters(phone)
            await anna.until(lambda: people(anna) == {1, 2})
            await ben.until(lambda: people(ben) == {1, 2})
            assert [one.here("cohort:1") for one in world.realtimes] == [{1, 2}] * world.processes
            assert len(anna.named("here")) <= 3, "the whole once, then what changed"
            await phone.says(here=[])
            await phone.answered()
            await until(lambda: realtime.here("cohort:1") == {1, 2})  # on the other device, as the other process says
        await anna.until(lambda: people(anna) == {1})
        assert anna.named("here")[-1] == {"topic": "cohort:1", "joined": [], "left": [2], "count": 1, "whole": False}


async def test_only_who_follows_can_be_here(world):
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna:
        await anna.says(here=["cohort:1", "secret:1"])
        await anna.answered()
        assert realtime.here("cohort:1") == set()
        await enters(anna)
        await anna.answered()
        assert realtime.here("cohort:1") == {1}
        await anna.says(leave=["cohort:1"])
        await anna.answered()
        assert realtime.here("cohort:1") == set()


async def test_two_processes_tell_each_other_and_one_that_stops_takes_its_people_along(database):
    world = World(database, members=PEERS)
    async with serving(world) as (first, address), browser(address, "1/en") as anna:
        await enters(anna)
        async with serving(world) as (second, other), browser(other, "2/en") as ben:
            await enters(ben)
            for reading in (anna, ben):
                await reading.until(lambda reading=reading: people(reading) == {1, 2})
            assert first.here("cohort:1") == second.here("cohort:1") == {1, 2}
            newest = await happens("cohort:1")
            for reading in (anna, ben):
                await reading.hears("cohort:1", newest)
        await anna.until(lambda: people(anna) == {1})


def alone():
    """A Presence with its hub, and what it tells the other processes."""
    hub, told = Hub(), []
    bus = SimpleNamespace(publish=lambda message: asyncio.sleep(0, told.append(message)))
    return Presence(hub, bus), hub, told


def is_here(place, hub, person, name="cohort:1"):
    """Somebody's socket follows the topic and is here."""
    each, topic = reader(hub, person), hub.topic(name)
    if topic.seq is None:
        topic.start(0)
    hub.join(each, topic, PEER)
    place.enter(each, [name])
    return each


async def test_a_process_that_died_is_forgotten_after_a_minute():
    place, hub, _ = alone()
    here = is_here(place, hub, 1)
    place.hear(presence.WORD + json.dumps({"from": "other", "whole": {"cohort:1": [7, 8]}, "last": True}))
    await place._tick()
    assert place.here("cohort:1") == {1, 7, 8}
    place.processes["other"].heard -= 61
    await place._tick()
    await asyncio.sleep(0)
    assert place.here("cohort:1") == {1}
    assert json.loads(here.wire.texts()[-1])["here"] == {
        "topic": "cohort:1", "joined": [], "left": [7, 8], "count": 1, "whole": False,
    }


async def test_a_large_room_is_told_a_number_and_its_people_again_when_it_is_small():
    place, hub, _ = alone()
    readers = [is_here(place, hub, person) for person in range(1, 62)]
    await place._tick()
    await asyncio.sleep(0)
    last = [json.loads(each.wire.texts()[-1])["here"] for each in readers]
    assert last == [{"topic": "cohort:1", "joined": [], "left": [], "count": 61, "whole": False}] * 61
    hub.remove(readers[-1])
    await place._tick()
    await asyncio.sleep(0)
    assert json.loads(readers[0].wire.texts()[-1])["here"] == {
        "topic": "cohort:1", "joined": list(range(1, 61)), "left": [], "count": 60, "whole": True,
    }
    written = len(readers[0].wire.writes)
    await place._tick()
    await asyncio.sleep(0)
    assert len(readers[0].wire.writes) == written, "nothing changed, nothing is told"


async def test_two_thousand_people_fit_into_messages_of_the_bus():
    (place, hub, told), (other, _, _) = alone(), alone()
    for person in range(10**9, 10**9 + 2000):
        is_here(place, hub, person, f"cohort:{person % 3}")
    await place._tick()
    assert len(told) > 3
    assert max(len(message) for message in told) <= 7900
    for message in told:
        other.hear(message)
    assert {number: len(other.here(f"cohort:{number}")) for number in range(3)} == {0: 666, 1: 667, 2: 667}
