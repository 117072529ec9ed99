"""A reader hears what happens, in order, once, and nothing between a page and its socket is lost."""

import pytest

from tests.realtime.world import World, browser, happens, serving


@pytest.fixture
def world(database):
    return World(database, members={"cohort:1": {1: "facilitator", 2: "peer"}, "channel:1": {1: "peer", 2: "peer"}})


async def test_what_happens_is_heard_at_once_in_order_and_once(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/es") as ben:
        await anna.follows("channel:1")
        await ben.follows("channel:1")
        newest = await happens("channel:1", 10)
        await anna.hears("channel:1", newest)
        await ben.hears("channel:1", newest)
        for reader in (anna, ben):
            assert [seq for seq, _ in reader.shown("channel:1")] == list(range(newest - 9, newest + 1))
