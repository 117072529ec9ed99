"""The database was away: each open page is live again in seconds, nobody reloads or is signed out (X2, G2)."""

import asyncio
import time
from uuid import uuid4

from community.cohorts import queries as cohorts
from community.discussion import actions as discussion
from community.discussion import queries as talks
from tests.support.cohorts import a_cohort
from tests.support.listening import at_a_browser, listening
from tests.support.servers import serve


async def test_an_open_page_hears_what_happened_meanwhile(database, proxy):
    network = await proxy(database)
    async with a_cohort(None, "Ana", "Ben") as cohort, serve(DATABASE_URL=network.url) as server:
        ana, ben = cohort.members["Ana"], cohort.members["Ben"]

        async def says(text: str):
            here = await cohorts.cohort(ana.seat)
            channel = next(one for one in await talks.channels(ana.seat, here) if one.kind == "general")
            return await discussion.post(ana.seat, here, channel, text, uuid4())

        first = await says("Before")
        async with listening(ben.person, server.url, first.topic) as his:
            await his.hears("show", id=f"message-{(await says('The premise: he hears')).id}")
            await network.cut()
            async with at_a_browser(ben.person, server.url, his.token) as browser:
                answer = await browser.get(f"/cohorts/{cohort.id}/board")
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
                missed = [(await says(f"While it was away, {n}")).id for n in range(5)]
                await network.restore()
                begun = time.monotonic()
                for number in missed:
                    await his.hears("show", id=f"message-{number}")
                assert time.monotonic() - begun < 30, "5 s, and some for a busy machine"
                assert [shown for shown in his.shown if shown in {f"message-{n}" for n in missed}] == [
                    f"message-{n}" for n in missed
                ]
                assert his.closed is None, "the same socket"
                async with asyncio.timeout(60):
                    while (await browser.get(f"/cohorts/{cohort.id}/board")).status_code != 200:
                        await asyncio.sleep(0.05)  # a person's pause before the next look
