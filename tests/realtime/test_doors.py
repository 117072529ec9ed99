"""The socket's door: who is let in, and what a browser that misbehaves is told."""

import asyncio
import json

import pytest
import websockets

from tests.realtime.world import World, browser, happens, serving, until


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    members = {"channel:1": {person: "peer" for person in range(1, 10)}}
    return World(database, processes=request.param, members=members)


async def refused(address, session="1/en", **headers):
    """The status a handshake is refused with; None if it is not."""
    try:
        async with browser(address, session, headers=headers):
            return None
    except websockets.InvalidStatus as answer:
        return answer.response.status_code


async def test_only_our_own_pages_and_people_who_are_signed_in_open_a_socket(world):
    async with serving(world) as (_, address):
        assert await refused(address, Origin="https://here.example") is None
        for foreign in ("https://evil.example", "null", "https://here.example.evil", "http://here.example"):
            assert await refused(address, Origin=foreign) == 403, foreign
        assert await refused(address, session="") == 401
        world.ended.add("1/en")
        assert await refused(address) == 401
        await until(lambda: not world.readers())


async def test_when_it_cannot_be_asked_who_it_is_nobody_is_let_in(world, caplog):
    async with serving(world) as (_, address):
        async def away(connection):
            raise OSError("the database is away")

        world.who = away
        assert await refused(address) == 503


@pytest.mark.parametrize("world", [1], indirect=True)
async def test_a_person_has_so_many_sockets_of_each_process_and_others_theirs(world):
    async with serving(world, most_sockets=3) as (realtime, address):
        async with browser(address, "1/a"), browser(address, "1/b"), browser(address, "1/c") as last:
            await last.answered()
            assert await refused(address, "1/d") == 429
            assert await refused(address, "2/a") is None
        async with browser(address, "1/d") as next_:
            await next_.answered()
            assert len(realtime.hub.by_person[1]) == 1, "those that were closed count no more"


async def test_two_mistakes_are_told_the_third_closes(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        for text in ("no json", '{"unknown": 1}', "[" * 5000):
            await anna.socket.send(text)
        assert await anna.closes() == 1008
        assert [said["why"] for said in anna.named("error")] == ["not JSON", "unknown frame", "not JSON"]


async def test_binary_is_told_and_the_third_closes(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.socket.send(b"\x00\xff")
        await anna.follows("channel:1")
        await anna.hears("channel:1", await happens("channel:1"))
        await anna.socket.send(b'{"beat": {}}')
        await anna.socket.send([b"in ", b"pieces"])
        assert await anna.closes() == 1003
        assert len(anna.named("error")) == 3


@pytest.mark.parametrize(("bytes_", "code"), [(9_000, None), (20_000, 1009), (5_000_000, 1009)])
async def test_a_frame_has_its_size(world, bytes_, code):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await ben.follows("channel:1")
        try:
            await anna.socket.send(json.dumps({"leave": ["x" * bytes_]}))
        except websockets.ConnectionClosed:
            assert code, "only what is far too large is cut off while it is sent"
        if code:
            assert await anna.closes() == code
        else:
            await anna.until(lambda: anna.named("error"))
            assert anna.named("error") == [{"why": "too long"}]
        await ben.hears("channel:1", await happens("channel:1"))


async def test_a14_pieces_without_end_are_cut_off(world):
    async def pieces():
        while True:
            yield "x" * 100

    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        with pytest.raises(websockets.ConnectionClosed):
            async with asyncio.timeout(60):
                await anna.socket.send(pieces())
        assert await anna.closes() == 1009


async def test_a_flood_is_cut_off_and_others_notice_nothing(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await ben.follows("channel:1")
        mark = await anna.mark("channel:1")

        async def floods():
            for _ in range(5000):
                await anna.says(follow=[[mark, 0]] * 40)

        flood = asyncio.create_task(floods())
        newest = await happens("channel:1", 20)
        await ben.hears("channel:1", newest)
        assert await anna.closes() == 1008
        with pytest.raises(websockets.ConnectionClosed):
            await flood


async def test_a_lost_socket_is_no_news_to_the_log(world, caplog):
    caplog.set_level("INFO", "roundtable")
    async with serving(world) as (_, address):
        for _ in range(5):
            async with browser(address, "1/en") as anna:
                await anna.follows("channel:1")
                anna.socket.transport.abort()
                await anna.closes()
        async with browser(address, "2/en") as ben:
            await ben.follows("channel:1")
            await ben.hears("channel:1", await happens("channel:1"))
            assert [reader.visitor.person_id for reader in world.readers()] == [2]
    assert [record.message for record in caplog.records if record.name.startswith("roundtable.live")] == []


async def test_a_beat_is_answered(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        for _ in range(3):
            await anna.answered()
        assert anna.frames == [("beat", {})] * 3


@pytest.mark.parametrize("world", [1], indirect=True)  # the network leads to one
async def test_x7_a_network_that_is_half_open_is_found_out(world, proxy):
    async with serving(world, ping=0.2) as (realtime, address):
        network = await proxy(f"http://{address}")
        async with browser(network.url.removeprefix("http://"), "1/en") as anna:
            await anna.follows("channel:1")
            await anna.says(here=["channel:1"])
            await anna.answered()
            assert realtime.here("channel:1") == {1}
            network.stall()
            await until(lambda: not realtime.hub.readers)
            assert realtime.here("channel:1") == set(), "nobody is shown as here who is gone"
            assert realtime.hub.topics["channel:1"].groups == {}
