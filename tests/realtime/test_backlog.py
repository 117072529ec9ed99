"""What a returning reader has missed: all of it in order, or an order to reload; nothing between."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from realtime.backlog import Backlog, missed
from realtime.hub import Hub
from realtime.looks import Looks
from realtime.topic import Kept
from tests.realtime.memory import Log, reader
from tests.realtime.world import until


class Shows:
    """Renders each event as its number; counts."""

    def __init__(self):
        self.loads, self.renders = [], []

    async def things(self, events):
        self.loads.append([event.seq for event in events])
        await asyncio.sleep(0)
        return {}

    def render(self, event, things, audience, language):
        self.renders.append(event.seq)
        return f'<p id="thing-{event.about}">{event.seq} for {audience}</p>'


@pytest.fixture
def place():
    """A hub with its log and backlog."""
    made = SimpleNamespace(hub=Hub(), log=Log(), shows=Shows())
    made.backlog = Backlog(made.hub, made.log, Looks(made.shows))
    return made


async def returns(place, seen, person=2, topic="channel:1", audience="peer"):
    """Somebody comes back who has `seen`; what they are told."""
    back, wants = reader(place.hub, person), {topic: (audience, seen)}
    place.backlog.enter(back, wants, await place.backlog.prepare(back, wants))
    return [json.loads(text) for text in back.wire.texts()], back


def numbers(frames):
    return [frame["show"]["seq"] for frame in frames]


@pytest.mark.parametrize("behind", [0, 1, 199, 200, 201, 5000])
async def test_up_to_two_hundred_are_replayed_beyond_that_one_reloads(place, behind):
    place.log.add("channel:1", 6000)
    frames, back = await returns(place, 6000 - behind)
    if behind <= 200:
        assert numbers(frames) == list(range(6001 - behind, 6001))
        assert len(back.wire.writes) <= 1, "in one write"
        assert "channel:1" in back.follows
    else:
        assert frames == [{"reload": {"topic": "channel:1"}}]
        assert back.follows == {}, "it follows again with the new page's mark"


def test_missed_is_all_or_nothing():
    events = [SimpleNamespace(seq=seq) for seq in range(5, 206)]
    assert missed(4, events[:199]) == events[:199]
    assert missed(4, events[:200]) == events[:200]
    assert missed(4, events[:201]) is None, "too many"
    assert missed(3, events[:10]) is None, "a hole"
    assert missed(5, events[:10]) is None, "one would be told twice"
    assert missed(4, []) == []


async def test_a_thousand_that_return_after_a_restart_cost_two_reads_and_one_rendering(place):
    place.log.add("channel:1", 500)
    told = await asyncio.gather(*(returns(place, 380, person) for person in range(1, 1001)))
    assert all(numbers(frames) == list(range(381, 501)) for frames, _ in told)
    assert (len(place.log.newests), len(place.log.reads)) == (1, 1)
    assert place.shows.renders == list(range(381, 501)), "once for all of them"


async def test_a_number_that_was_never_given_means_reload_even_to_the_first_one(place):
    place.log.add("channel:1", 3)
    frames, _ = await returns(place, 10**9)
    assert frames == [{"reload": {"topic": "channel:1"}}]
    frames, _ = await returns(place, 1, person=3)
    assert numbers(frames) == [2, 3], "and it has not spoiled the topic for the others"


async def test_a_page_that_has_read_further_than_the_feed_waits_for_it(place):
    place.log.add("channel:1", 2)
    await place.backlog.known(["channel:1"])
    place.log.add("channel:1", 2)  # committed, and not yet in this process's memory
    coming, topic = asyncio.create_task(returns(place, 3)), place.hub.topics["channel:1"]
    await until(lambda: topic.arrivals)
    assert not coming.done()
    for event in place.log.events["channel:1"][2:]:
        place.hub.publish(topic, Kept(event))
    frames, _ = await coming
    assert numbers(frames) == [4]


async def test_an_event_during_the_replay_is_neither_lost_nor_doubled_nor_out_of_order(place):
    place.log.add("channel:1", 5)
    await place.backlog.known(["channel:1"])
    topic = place.hub.topics["channel:1"]
    loading = place.shows.things

    async def meanwhile(events):  # somebody posts while what was missed is being loaded
        found = await loading(events)
        if len(place.log.events["channel:1"]) < 9:
            place.hub.publish(topic, Kept(place.log.add("channel:1")))
        return found

    place.shows.things = meanwhile
    frames, _ = await returns(place, 2)
    assert numbers(frames) == [3, 4, 5, 6, 7, 8, 9]


async def test_a_hole_in_the_log_is_a_reload(place, caplog):
    place.log.add("channel:1", 10)
    del place.log.events["channel:1"][6]
    place.log.newest = lambda topics: asyncio.sleep(0, {"channel:1": 10})
    frames, _ = await returns(place, 4)
    assert frames == [{"reload": {"topic": "channel:1"}}]
    assert "has a hole" in caplog.text


async def test_what_cannot_be_shown_is_a_reload_of_its_topic_only(place, caplog):
    place.log.add("channel:1", 3)
    place.log.add("channel:2", 3, kind="broken")
    place.shows.render = lambda event, *_: "no id" if event.kind == "broken" else f'<p id="a">{event.seq}</p>'
    back, wants = reader(place.hub, 2), {"channel:1": ("peer", 0), "channel:2": ("peer", 0)}
    place.backlog.enter(back, wants, await place.backlog.prepare(back, wants))
    frames = [json.loads(text) for text in back.wire.texts()]
    assert numbers(frames[:3]) == [1, 2, 3]
    assert frames[3:] == [{"reload": {"topic": "channel:2"}}]
    assert "cannot be shown" in caplog.text
