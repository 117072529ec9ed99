"""The way to the database is slow: pages come later or say so in time, news still come, nothing piles up (X6)."""

import asyncio
import time
from contextlib import AsyncExitStack
from uuid import uuid4

import httpx2
import pytest_asyncio

from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.listening import at_a_browser, listening
from tests.support.servers import serve

LAG = 0.2  # seconds that each packet takes longer, there and back: 0.4 for each question
IN_TIME = 30  # seconds: an answer is there in 5, and some for a busy machine
MEGABYTE = 1_000_000


class Slow:
    """A server whose way to the database can be made slow; Ana's browser, and Ben's socket, who listens there."""

    async def begin(self, database: str, proxies, stack: AsyncExitStack) -> "Slow":
        self.network = await proxies(database)
        self.server = await stack.enter_async_context(serve(DATABASE_URL=self.network.url))
        cohort = await stack.enter_async_context(a_cohort(None, "Ana", "Ben"))
        self.ana, self.ben = await cohort.seats("Ana", "Ben")
        self.channel = f"/cohorts/{cohort.id}/channels/general"
        topic = f"channel:{(await says(self.ana, 'While all is well')).channel_id}"
        self.his = await stack.enter_async_context(listening(self.ben.person, self.server.url, topic))
        self.browser = await stack.enter_async_context(at_a_browser(self.ana.person, self.server.url))
        self.browser.timeout = 60
        await self.browser.get(self.channel)
        return self

    async def asks(self, path: str) -> httpx2.Response:
        """What a page answers, in time and as it should."""
        begun = time.monotonic()
        answer = await self.browser.get(path)
        assert time.monotonic() - begun < IN_TIME, f"{path} kept her waiting"
        assert answer.status_code in (200, 503), answer.text[:400]
        assert answer.status_code == 200 or answer.headers["retry-after"] == "5"
        return answer


@pytest_asyncio.fixture(scope="module")
async def served(database, proxies):
    async with AsyncExitStack() as stack:
        yield await Slow().begin(database, proxies, stack)


@pytest_asyncio.fixture
async def slow(served):
    served.network.lag = LAG
    yield served
    served.network.lag = 0.0


async def test_x6_pages_are_slower_or_say_so_in_time_and_afterwards_all_is_as_before(slow):
    told = [await slow.asks("/catalogue"), *await asyncio.gather(slow.asks("/work"), slow.asks(slow.channel))]
    async with asyncio.timeout(60):
        while 200 not in [answer.status_code for answer in told]:
            told.append(await slow.asks("/catalogue"))
    slow.network.lag = 0.0
    async with asyncio.timeout(60):
        while (await slow.asks(slow.channel)).status_code != 200:
            pass
    await slow.browser.sends(slow.channel + "/messages", text="All is well again", post_key=str(uuid4()))
    assert "All is well again" in (await slow.asks(slow.channel)).text


async def test_x6_news_come_in_order_and_once(slow):
    said = [f"message-{(await says(slow.ana, f'News {number}')).id}" for number in range(5)]
    await slow.his.hears("show", id=said[-1])
    assert [one for one in slow.his.shown if one in said] == said
    assert slow.his.closed is None, "the same socket all the while"


async def test_x6_a_crowd_is_answered_and_nothing_piles_up(slow):
    """All ask at once, more than there are connections; a second time costs no more memory than the first."""
    held = []
    for _ in range(2):
        await asyncio.gather(*(slow.asks(slow.channel) for _ in range(40)))
        held.append(slow.server.memory())
    assert held[1] - held[0] < 15 * MEGABYTE, held
    message = await says(slow.ana, "After the crowd")
    await slow.his.hears("show", id=f"message-{message.id}")
    wrong = [line for line in slow.server.said if '"from": "roundtable.doors"' in line]
    assert not wrong, "nobody met an error that was not foreseen:\n" + "".join(wrong)
