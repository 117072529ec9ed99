"""Who is writing: told to who may read it there, over all processes, seldom, and never kept."""

import asyncio
import json
from contextlib import AsyncExitStack
from types import SimpleNamespace

import pytest
import pytest_asyncio

from community import db, events
from realtime import protocol, writing
from realtime.hub import Hub
from realtime.writing import Writing
from tests.realtime.memory import PEER, reader
from tests.realtime.world import World, browser, serving

ROOM = "channel:9"


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    peers = {person: "peer" for person in range(1, 20)}
    return World(database, members={ROOM: peers | {3: "late"}, "channel:10": peers}, processes=request.param)


@pytest_asyncio.fixture
async def three(world):
    """Anna and Cem on one process, Ben on the other if there is one; Cem came late."""
    async with serving(world) as (_, address), AsyncExitStack() as stack:
        anna, ben, cem = [await stack.enter_async_context(browser(address, f"{n}/en")) for n in (1, 2, 3)]
        for one in (anna, ben, cem):
            await one.follows(ROOM)
        yield anna, ben, cem


async def writes(who, topic=ROOM, place=0):
    await who.says(writing=[topic, place])
    await who.answered()


async def test_f49_who_writes_is_told_to_the_readers_of_every_process(three, world):
    before = await db.value("select count(*) from event")
    anna, ben, cem = three
    await writes(anna)
    said = {"topic": ROOM, "place": 0, "person": 1, "called": "Person 1"}
    for one in (ben, cem):
        await one.until(lambda one=one: one.named("writing") == [said])
    assert await db.value("select count(*) from event") == before, "it is never kept"
    assert (await events.newest([ROOM]))[ROOM] == 0


async def test_only_who_reads_the_thread_is_told_who_writes_there(three, world):
    anna, ben, cem = three
    world.places[55] = "peer"
    await writes(anna, place=55)
    await ben.until(lambda: ben.named("writing"))
    await writes(ben, place=0)  # what Cem is told comes after what she is not told
    await cem.until(lambda: cem.named("writing"))
    assert [said["place"] for said in cem.named("writing")] == [0]
    assert [said["place"] for said in ben.named("writing")] == [55, 0]


async def test_who_may_not_post_or_does_not_follow_is_not_told_of(three, world):
    anna, ben, cem = three
    world.silent.add((1, ROOM))
    await writes(anna)
    await writes(ben, "channel:10")  # which Ben has not followed
    await writes(cem)
    await ben.until(lambda: ben.named("writing"))
    assert [said["person"] for said in ben.named("writing")] == [3]
    assert world.writes == [(1, ROOM, 0), (3, ROOM, 0)], "who does not follow is not even asked about"


async def test_a_frame_we_do_not_know_is_still_answered_as_an_error(three):
    anna, _, _ = three
    await anna.says(typing=[ROOM, 0])
    await anna.until(lambda: anna.named("error"))
    assert anna.named("error") == [{"why": "unknown frame"}]


async def test_too_many_frames_close_the_socket_as_ever(three):
    anna, _, _ = three
    for _ in range(70):
        await anna.says(writing=[ROOM, 0])
    assert await anna.closes() == protocol.FLOOD


def alone(may=""):
    """A Writing with its hub; what it tells the other processes, and whom it asks about."""
    hub, told, asked = Hub(), [], []

    async def may_write(visitor, topic, place):
        asked.append((visitor.person_id, topic, place))
        return may

    rights = SimpleNamespace(may_write=may_write, hears=lambda audience, since: True)
    bus = SimpleNamespace(publish=lambda message: asyncio.sleep(0, told.append(message)))
    return Writing(hub, bus, "me", rights), hub, told, asked


def follows(hub, person):
    each, topic = reader(hub, person), hub.topic(ROOM)
    if topic.seq is None:
        topic.start(0)
    hub.join(each, topic, PEER)
    return each


def heard(each):
    return [json.loads(text)["writing"]["person"] for text in each.wire.texts()]


async def test_one_browser_is_heard_every_two_seconds_and_asked_about_once():
    place, hub, told, asked = alone()
    anna = follows(hub, 1)
    for wait in (0, 0, 3, 1, 3):
        anna.wrote_at -= wait
        await place.say(anna, protocol.Writes(ROOM, 0))
    assert len(told) == 3
    assert len(asked) == 1, "an answer holds for a while"
    anna.gates += 1
    anna.wrote_at -= 3
    await place.say(anna, protocol.Writes(ROOM, 0))
    assert len(asked) == 2, "a gate came in between"


async def test_however_many_write_readers_are_told_of_four():
    place, hub, told, _ = alone()
    readers = [follows(hub, person) for person in range(1, 41)]
    for each in readers:
        await place.say(each, protocol.Writes(ROOM, 0))
    await asyncio.sleep(0)
    assert heard(readers[-1]) == [1, 2, 3, 4]
    place._told[(ROOM, 0)][1] -= writing.LASTS + 1
    readers[9].wrote_at -= 3
    await place.say(readers[9], protocol.Writes(ROOM, 0))
    await asyncio.sleep(0)
    assert heard(readers[-1]) == [1, 2, 3, 4, 10], "one has stopped, another is told of"
    place.hear(told[5])
    await asyncio.sleep(0)
    assert heard(readers[-1]) == [1, 2, 3, 4, 10], "one's own message on the bus is not heard again"


async def test_a_database_that_is_away_costs_nobody_their_socket():
    place, hub, _, _ = alone()
    anna = follows(hub, 1)

    async def away(*_):
        raise OSError("away")

    place.rights.may_write = away
    await place.say(anna, protocol.Writes(ROOM, 0))
    assert anna.open and anna.wire.writes == []
