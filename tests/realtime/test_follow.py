"""A reader hears what happens, in order, once, and nothing between a page and its socket is lost."""

import httpx2
import pytest

from community import db, events
from tests.realtime.world import World, browser, crowd, happens, serving

CHANNELS = [f"channel:{number}" for number in range(1, 80)]


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def world(database, request):
    members = {channel: {1: "peer", 2: "peer"} for channel in CHANNELS}
    members |= {"cohort:1": {1: "facilitator", 2: "peer"}, "secret:1": {}}
    return World(database, processes=request.param, members=members)


async def test_what_happens_is_heard_at_once_in_order_and_once(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/es") as ben:
        await anna.follows("channel:1")
        await ben.follows("channel:1")
        newest = await happens("channel:1", 10)
        for reader in (anna, ben):
            await reader.hears("channel:1", newest)
            assert [seq for seq, _ in reader.shown("channel:1")] == list(range(newest - 9, newest + 1))


async def test_what_came_between_the_page_and_its_socket_is_told_first(world):
    async with serving(world) as (_, address):
        read_at = await happens("channel:2", 5)
        newest = await happens("channel:2", 3)
        async with browser(address, "1/en") as anna:
            await anna.follows("channel:2", seq=read_at)
            await anna.hears("channel:2", newest)
            last = await happens("channel:2", 2)
            await anna.hears("channel:2", last)
            assert [seq for seq, _ in anna.shown("channel:2")] == list(range(read_at + 1, last + 1))
            assert anna.named("following") == [{"topics": ["channel:2"], "seen": [read_at]}]


async def test_two_topics_on_one_socket_each_have_their_own_numbers(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("channel:3", "channel:4")
        three, four = await happens("channel:3", 3), await happens("channel:4", 2)
        async with db.transaction():
            events.record("message.posted", "channel:3", "channel:4", about=99, by=1)  # one deed on both
        await anna.hears("channel:3", three + 1)
        await anna.hears("channel:4", four + 1)
        assert [seq for seq, _ in anna.shown("channel:3")] == list(range(three - 2, three + 2))
        assert [seq for seq, _ in anna.shown("channel:4")] == list(range(four - 1, four + 2))


async def test_two_audiences_over_a_hundred_mixed_events_have_no_gap_and_no_foreign_frame(world):
    kinds = ["message.posted", "for.facilitators", "quiet", "message.posted", "for.facilitators"]
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await anna.follows("cohort:1")
        await ben.follows("cohort:1")
        for number in range(100):
            newest = await happens("cohort:1", kind=kinds[number % 5])
        await happens("cohort:1")  # carries what waits
        for reader in (anna, ben):
            await reader.hears("cohort:1", newest + 1)
            numbers = [said["seq"] for name, said in reader.frames if name in ("show", "seen")]
            assert numbers == list(range(newest - 99, newest + 2)), "each event is one frame to everybody"
        assert (len(anna.shown("cohort:1")), len(ben.shown("cohort:1"))) == (81, 41)
        assert all('data-seen-by="facilitator"' in html for _, html in anna.shown("cohort:1"))
        assert all('data-seen-by="peer"' in html for _, html in ben.shown("cohort:1"))


async def test_each_event_is_rendered_once_for_each_audience_and_language_however_many_listen(world):
    people = [f"{1 + number % 2}/{language}-{number}" for number in range(4) for language in ("en", "es")]
    sessions = [f"{person}-{device}" for person in people for device in ("phone", "desk")]
    async with serving(world) as (_, address), crowd(address, sessions, "cohort:1") as readers:
        newest = await happens("cohort:1")
        for reader in readers:
            await reader.hears("cohort:1", newest)
        keys = [(audience, language) for audience in ("facilitator", "peer") for language in ("en", "es")]
        assert set(world.rendered) == {("cohort:1", newest, *key) for key in keys}
        assert len(world.rendered) == 4 * world.processes
        assert world.loads == [[newest]] * world.processes


async def test_who_was_away_hears_all_of_it_once(world):
    async with serving(world) as (_, address):
        async with browser(address, "1/en") as anna:
            await anna.follows("channel:5")
            read_at, seen = anna.named("following")[0]["seen"][0], await happens("channel:5", 4)
            await anna.hears("channel:5", seen)
        newest = await happens("channel:5", 150)
        async with browser(address, "1/en") as anna:
            await anna.follows("channel:5", seq=read_at, seen=seen)
            await anna.hears("channel:5", newest)
            assert [seq for seq, _ in anna.shown("channel:5")] == list(range(seen + 1, newest + 1))


async def test_a_browser_that_misses_one_asks_again_and_is_told_from_there(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.follows("channel:6")
        mark, newest = await anna.mark("channel:6"), await happens("channel:6", 6)
        await anna.hears("channel:6", newest)
        await anna.says(follow=[[mark, newest - 2]])
        await anna.answered()
        assert [seq for seq, _ in anna.shown("channel:6")] == [*range(newest - 5, newest + 1), newest - 1, newest]
        await anna.hears("channel:6", await happens("channel:6"))
        assert anna.shown("channel:6")[-1][0] == newest + 1, "and follows on, once"


async def test_another_epoch_is_a_reload(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.says(follow=[[await anna.mark("channel:7", epoch="before-the-restore"), 0]])
        await anna.answered()
        assert anna.named("reload") == [{"topic": "channel:7"}]
        await happens("channel:7")
        await anna.follows("channel:8")
        await anna.hears("channel:8", await happens("channel:8"))
        assert anna.shown("channel:7") == [], "it follows again with a new mark, not before"


async def test_a_mark_of_somebody_else_or_of_nobody_is_refused_without_a_hint(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await ben.says(follow=[[await anna.mark("channel:1"), 0], ["made up", 0]])
        await ben.answered()
        assert ben.named("following") == [{"topics": [None, None], "seen": [0, 0]}]
        assert ben.named("reload") == [{"topic": ""}, {"topic": ""}]


@pytest.mark.parametrize("topic", ["secret:1", "secret:2", "person:1", "cohort:*", "cohort:1 ", "COHORT:1", "co:01"])
async def test_what_may_not_be_followed_is_not_heard(world, topic):
    async with serving(world) as (_, address), browser(address, "2/en") as ben:
        await ben.follows(topic, "channel:9")
        assert [said["topic"] for said in ben.named("gone")] == [topic]
        await happens(topic)
        await ben.hears("channel:9", await happens("channel:9"))
        assert ben.shown(topic) == []


async def test_left_topics_are_not_heard_and_64_is_the_most(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        for start in (0, 32):
            await anna.follows(*CHANNELS[start : start + 32])
        await anna.follows("channel:70")
        assert anna.named("error") == [{"why": "more than 64 topics"}]
        await anna.says(leave=["channel:10", "channel:11", "never:1"])
        await anna.follows("channel:70")
        before = len(anna.shown("channel:10"))
        await happens("channel:10")
        await anna.hears("channel:70", await happens("channel:70"))
        assert len(anna.shown("channel:10")) == before


async def test_ones_own_topic_is_followed_from_the_first_moment_and_cannot_be_left(world):
    async with serving(world) as (_, address), browser(address, "1/en") as anna:
        await anna.says(leave=["person:1"])
        await anna.answered()
        newest = await happens("person:1")
        await anna.hears("person:1", newest)
        assert anna.shown("person:1")[-1][1] == f'<p id="thing-{newest}" data-seen-by="self">thing {newest}</p>'


async def test_a_page_that_read_ahead_of_the_feed_hears_what_comes_after_it(world):
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await ben.follows("channel:12")
        realtime.feed.call = lambda topic, seq: None  # no call reaches this process for a while
        read_at = await happens("channel:12", 3)
        await anna.says(follow=[[await anna.mark("channel:12", read_at), 0]])
        newest = await happens("channel:12", 2)
        await anna.hears("channel:12", newest)
        assert [seq for seq, _ in anna.shown("channel:12")] == [read_at + 1, read_at + 2]


async def test_a_plain_request_is_told_the_same_as_a_socket(world):
    async with (
        serving(world) as (realtime, address),
        httpx2.AsyncClient(base_url=f"http://{address}", timeout=60) as client,
    ):
        read_at = await happens("channel:13", 2)
        await happens("channel:13", 3)
        epoch = await events.epoch()
        follow = f'[["channel:13|{epoch}|{read_at}|1", 0], ["secret:1|{epoch}|0|1", 0]]'
        ask = {"params": {"follow": follow}, "headers": {"cookie": 'session="1/en"'}}
        answer = await client.get("/live/missed", **ask)
        names = [next(iter(frame)) for frame in answer.json()["frames"]]
        assert names == ["following", "gone", "show", "show", "show"]
        assert realtime.hub.readers == {} and realtime.hub.topics["channel:13"].groups == {}, "nobody has joined"
        assert (await client.get("/live/missed", params={"follow": follow})).status_code == 401
        for wrong in ("", "[", "{}", "7", '[["a"]]', '[], "leave": []'):
            refused = await client.get("/live/missed", params={"follow": wrong}, headers=ask["headers"])
            assert refused.status_code == 400, wrong


async def test_sockets_hold_no_connection_of_the_database(world):
    sessions = [f"1/en-{number}" for number in range(30)]
    async with serving(world) as (_, address), crowd(address, sessions, "channel:14"):
        busy = await db.value("select count(*) from pg_stat_activity where datname = current_database()")
        assert busy <= 12, "the pool of ten, and the one that listens"
