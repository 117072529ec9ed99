"""Access ends when it ends: nothing more is heard from that commit on, and the reader is told."""

import asyncio

import pytest

from community import db, events
from realtime import gates
from tests.realtime.world import World, browser, happens, serving

LAST_REMOVAL = "select max(seq) from event where kind = 'seat.removed' and topic = 'channel:1'"


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    members = {channel: {1: "peer", 2: "peer"} for channel in ("channel:1", "channel:2")}
    members["cohort:1"] = {1: "facilitator", 2: "peer"}
    return World(database, processes=request.param, members=members)


def leaves(world, person, *topics):
    for topic in topics:
        del world.members[topic][person]


async def test_who_is_removed_hears_nothing_after_it_and_is_told_with_a_link(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        for reader in (anna, ben):
            await reader.follows("cohort:1", "channel:1", "channel:2")
        await ben.hears("cohort:1", await happens("cohort:1"))
        leaves(world, 2, "cohort:1", "channel:1")
        async with db.transaction():
            events.record("seat.removed", "cohort:1", "person:2", about=2, by=1)
        last = await happens("channel:1", 3)
        await anna.hears("channel:1", last)
        await ben.hears("channel:2", await happens("channel:2"))
        assert ben.shown("channel:1") == []
        assert len(ben.shown("cohort:1")) == 1, "not even the removal itself, which the others see"
        gone = {said["topic"]: said for said in ben.named("gone")}
        assert gone["cohort:1"] == {
            "topic": "cohort:1", "why": "seat.removed", "text": "cohort:1 is closed to you", "link": "/cohorts",
        }
        assert gone.keys() == {"cohort:1", "channel:1"}
        assert anna.named("gone") == []


async def test_in_one_batch_the_gate_comes_first(world):
    """The removal and what follows it are read together: what follows is not shown, though its topic sorts before."""
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        for reader in (anna, ben):
            await reader.follows("channel:1")
        leaves(world, 2, "channel:1")
        async with db.transaction():
            for _ in range(50):
                events.record("message.posted", "channel:1", about=1, by=1)
            events.record("seat.removed", "person:2", about=2, by=1)
        await anna.hears("channel:1", (await events.newest(["channel:1"]))["channel:1"])
        await ben.until(lambda: ben.named("gone"))
        assert ben.shown("channel:1") == []


async def test_removals_under_load_never_leak(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await anna.follows("channel:1")
        removed = []
        for _ in range(25):
            world.members["channel:1"][2] = "peer"
            await ben.follows("channel:1")
            posting = asyncio.create_task(happens("channel:1", 3))
            async with db.transaction():
                leaves(world, 2, "channel:1")
                events.record("seat.removed", "person:2", "channel:1", about=2, by=1)
            removed.append(await db.value(LAST_REMOVAL))
            await posting
            await anna.hears("channel:1", (await events.newest(["channel:1"]))["channel:1"])
            await ben.until(lambda: len(ben.named("gone")) == len(removed))
        removed_at = iter(removed)
        last = next(removed_at)
        for name, said in ben.frames:
            if name == "gone":
                last = next(removed_at, 0)
            elif name == "show" and said["topic"] == "channel:1":
                assert said["seq"] < last, "shown although the seat was gone"


async def test_a_sign_out_closes_that_sessions_sockets_at_once_and_no_others(world, monkeypatch):
    monkeypatch.setattr(gates, "EVERY", 3600)  # no look of its own finds it
    async with (
        serving(world) as (_, address), browser(address, "1/en-phone") as phone, browser(address, "1/en-desk") as desk,
    ):
        await phone.follows("channel:1")
        await desk.follows("channel:1")
        world.ended.add("1/en-phone")
        async with db.transaction():
            events.record("signed_out", "person:1", by=1)
        assert await phone.closes() == 4401
        await desk.hears("channel:1", await happens("channel:1"))
        assert phone.shown("channel:1") == []


async def test_what_ends_by_time_ends_within_five_seconds(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await anna.follows("channel:1")
        await ben.follows("channel:1", "channel:2")
        world.asked.clear()
        leaves(world, 2, "channel:1")  # no event says so
        world.ended.add("1/en")
        await ben.until(lambda: ben.named("gone"))
        assert [said["why"] for said in ben.named("gone")] == ["ended"]
        assert await anna.closes() == 4401
        assert gates.EVERY <= 5
        assert len(world.asked) <= 2 * world.processes, "one question for everybody"
        await happens("channel:1")
        await ben.hears("channel:2", await happens("channel:2"))
        assert ben.shown("channel:1") == []


async def test_whose_audience_changes_reloads(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("cohort:1")
        world.members["cohort:1"][1] = "peer"
        async with db.transaction():
            events.record("seat.removed", "person:1", by=2)
        await anna.until(lambda: anna.named("reload"))
        assert anna.named("reload") == [{"topic": "cohort:1"}]
        await anna.follows("cohort:1")
        await anna.hears("cohort:1", await happens("cohort:1"))
        assert 'data-seen-by="peer"' in anna.shown("cohort:1")[-1][1]


async def test_while_rights_cannot_be_asked_nothing_is_shown_and_afterwards_all_of_it(world, caplog):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await anna.follows("channel:1")
        await ben.follows("channel:1")
        asking, asked = world.may_follow, asyncio.Event()

        async def fails(wants):
            asked.set()
            raise OSError("the database is away")

        world.may_follow = fails
        leaves(world, 2, "channel:1")
        async with db.transaction():
            events.record("message.posted", "channel:1", about=1, by=1)
            events.record("seat.removed", "person:2", by=1)
        await asked.wait()
        await ben.answered()
        assert ben.shown("channel:1") == []
        assert world.processes == 2 or anna.shown("channel:1") == [], "it is his process that has to ask"
        world.may_follow = asking
        await anna.hears("channel:1", (await events.newest(["channel:1"]))["channel:1"])
        await ben.until(lambda: ben.named("gone"))
        assert ben.shown("channel:1") == []


async def test_a_removal_while_somebody_joins_is_not_missed(world):
    """The permission was asked, then the seat went, then the socket would have joined."""
    async with serving(world) as (realtime, address), browser(address, "2/en") as ben:
        await ben.answered()
        asking = world.may_follow

        async def and_then_it_ends(wants):
            found = await asking(wants)
            if "channel:1" in wants.get(2, ()) and 2 in world.members["channel:1"]:
                leaves(world, 2, "channel:1")
                async with db.transaction():
                    events.record("seat.removed", "person:2", by=1)
                (reader,) = realtime.hub.readers
                while not reader.gates:  # until the feed has heeded it
                    await asyncio.sleep(0)
            return found

        world.may_follow = and_then_it_ends
        await ben.follows("channel:1", "channel:2")
        await happens("channel:1")
        await ben.hears("channel:2", await happens("channel:2"))
        assert ben.shown("channel:1") == []
        assert [said["topic"] for said in ben.named("gone")] == ["channel:1"]
