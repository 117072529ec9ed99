"""The bus: one connection that heals, and the seam for another one."""

import asyncio

import pytest
from broadcaster import Broadcast

from community import db
from realtime.bus import CHANNEL, RESYNC, Bus, ListenBackend
from tests.realtime.world import listening_is_killed, until


async def heard(messages, count):
    async with asyncio.timeout(60):
        return [await anext(messages) for _ in range(count)]


async def test_what_is_published_at_the_same_time_arrives_once(database):
    bus = Bus(database)
    messages = bus.messages()
    assert await heard(messages, 1) == [RESYNC]
    await until(lambda: bus._healing._connection)
    await asyncio.gather(*(bus.publish(f"!word {number}") for number in range(50)))
    assert sorted(await heard(messages, 50)) == sorted(f"!word {number}" for number in range(50))
    await messages.aclose()


async def test_two_first_subscribers_both_hear(database):
    backend = ListenBackend(database)
    async with Broadcast(backend=backend) as bus, bus.subscribe(CHANNEL) as first, bus.subscribe(CHANNEL) as second:
        assert (await first.get()).message == (await second.get()).message == RESYNC
        await db.value("select pg_notify('events', 'a:1 1')")
        assert (await first.get()).message == (await second.get()).message == "a:1 1"


async def test_a_killed_connection_is_made_anew_and_says_so(database):
    bus = Bus(database)
    messages = bus.messages()
    for _ in range(3):
        assert await heard(messages, 1) == [RESYNC]
        assert bus.hears()
        await listening_is_killed()
    assert await heard(messages, 1) == [RESYNC]
    await messages.aclose()


async def test_without_a_server_nothing_breaks_and_it_does_not_say_that_it_hears(caplog):
    bus = Bus("postgresql://nobody@127.0.0.1:1/none")
    waiting = asyncio.create_task(anext(bus.messages()))
    await until(lambda: "again in" in caplog.text)
    await bus.publish("!lost")
    assert not bus.hears() and not waiting.done()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_another_bus_goes_in_by_its_address():
    bus = Bus("memory://")
    messages = bus.messages()
    assert await heard(messages, 1) == [RESYNC]
    await bus.publish("channel:1 7")
    assert await heard(messages, 1) == ["channel:1 7"]
    assert bus.hears()
    await messages.aclose()
