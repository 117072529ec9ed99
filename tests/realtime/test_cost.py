"""What one message costs on its whole path, counted: statements, loads, renderings, and no write to who is gone."""

from collections import Counter
from contextlib import AsyncExitStack, contextmanager
from uuid import uuid4

import pytest

from community import db, events, rendering
from tests.board.live import open_page, served
from tests.realtime.world import World, browser, serving, until
from tests.support.cohorts import a_cohort
from tests.support.discussion import posts, says, the_channel

MESSAGES_LOADED = "coalesce(felt.reactions"


@contextmanager
def counted(monkeypatch):
    """Inside: how often the log is written and read, the database is asked otherwise, and a partial rendered."""
    cost, statement, write, since, render = Counter(), db._statement, db._write_noted, events.since, rendering.render

    def ask(sql, values):
        cost["asked"] += 1
        cost["messages loaded"] += MESSAGES_LOADED in sql
        return statement(sql, values)

    async def writes(raw, news):
        cost["log written"] += 1
        await write(raw, news)

    async def reads(wants, *rest):
        found = await since(wants, *rest)
        cost["log read"] += bool(found)
        return found

    def renders(template, *rest, **context):
        cost[template] += 1
        return render(template, *rest, **context)

    with monkeypatch.context() as patch:
        patch.setattr(db, "_statement", ask)
        patch.setattr(db, "_write_noted", writes)
        patch.setattr(events, "since", reads)
        patch.setattr(rendering, "render", renders)
        yield cost


@pytest.mark.parametrize("readers", [1, 12])
async def test_a_message_costs_the_same_however_many_listen(app, monkeypatch, readers):
    async with served(app) as address, a_cohort(app, "Ana", "Ben") as cohort, AsyncExitStack() as stack:
        ana, ben = await cohort.seats("Ana", "Ben")
        await says(ana, "The first word makes the channel.")
        await posts(ana, "And the second one is written as the third will be.")
        channel = await the_channel(ben)
        opened = [await stack.enter_async_context(open_page(address, ben, channel.address)) for _ in range(readers)]
        seq = (await events.newest([channel.topic]))[channel.topic]
        with counted(monkeypatch) as cost:
            answer = await ana.posts(f"{channel.address}/messages", text="Hello", post_key=str(uuid4()))
            for page in opened:
                await page.socket.hears(channel.topic, seq + 1)
        assert answer.status_code == 303
        for page in opened:
            await page.catches_up()
            assert page.html.count("Hello") == 1
        assert (cost["log written"], cost["log read"]) == (1, 1)
        assert cost["messages loaded"] == 2, "once for the answer, once for all who listen"
        assert cost["discussion/_message.html"] == 1, "one audience, one language"
        assert cost["asked"] <= 13, cost


async def test_a_socket_that_is_lost_is_written_to_no_more(database):
    world = World(database, members={"channel:1": {1: "peer", 2: "peer"}})
    async with serving(world) as (realtime, address), browser(address, "1/en") as anna, browser(address, "2/en") as ben:
        await anna.follows("channel:1")
        await ben.follows("channel:1")
        (reader,) = realtime.hub.by_person[2]
        told, left = reader.wire.connection_lost, []

        def lost(problem):
            told(problem)
            left.extend(person for person in realtime.hub.by_person)

        reader.wire.connection_lost = lost
        reader.wire.transport.abort()
        await until(lambda: left)
        assert left == [1], "gone before anything else can be told in this turn of the loop"
        reader.write(b"nobody hears it, and it does no harm")
