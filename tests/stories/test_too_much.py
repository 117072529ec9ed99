"""Too much at once: who asks too much is told so in time, and the others notice nothing (X29, X30, A17)."""

import asyncio
import time
from collections import Counter
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx2
import pytest_asyncio

from community.limits import RATES
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.listening import at_a_browser, listening
from tests.support.servers import serve

IN_TIME = 60  # seconds: an answer is there in 5, and some for a busy machine with two hundred of them


@pytest_asyncio.fixture(scope="module")
async def base(database):
    async with serve() as server:
        yield server.url


async def test_x29_two_hundred_wait_for_a_locked_table_and_are_told_in_time_while_sockets_stay(base, database):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        topic = f"channel:{(await says(ana, 'Before')).channel_id}"
        async with listening(ben.person, base, topic) as his, httpx2.AsyncClient(base_url=base, timeout=60) as visitor:
            holder = await asyncpg.connect(database)
            try:
                async with holder.transaction():
                    await holder.execute("lock table micro_credential in access exclusive mode")
                    begun = time.monotonic()
                    answers = await asyncio.gather(*(visitor.get("/catalogue") for _ in range(200)))
                    assert time.monotonic() - begun < IN_TIME
                    assert {(one.status_code, one.headers["retry-after"]) for one in answers} == {(503, "5")}
                    assert (await visitor.get("/healthz")).status_code == 200
                    await his.all_told()
            finally:
                await holder.close()
            await his.hears("show", id=f"message-{(await says(ana, 'After')).id}")
            assert his.closed is None, "sockets hold no connection while they wait"
            assert (await visitor.get("/catalogue")).status_code == 200


async def test_x30_one_person_s_script_is_stopped_and_others_notice_nothing(base):
    async with a_cohort(None, "Eve", "Ana", "Ben") as cohort:
        eve, ana, ben = await cohort.seats("Eve", "Ana", "Ben")
        path, most = f"/cohorts/{cohort.id}/channels/general/messages", RATES["message"].most
        topic = f"channel:{(await says(ana, 'Before')).channel_id}"
        async with (
            at_a_browser(eve.person, base) as script,
            at_a_browser(ana.person, base) as browser,
            listening(ben.person, base, topic) as his,
        ):
            script.timeout, told, form = 60, Counter(), {"csrf": script.csrf, "text": "Again"}

            async def floods() -> None:
                for _ in range(10):
                    sent = [script.post(path, data=form | {"post_key": str(uuid4())}) for _ in range(20)]
                    for answer in await asyncio.gather(*sent):
                        told[answer.status_code] += 1
                        assert answer.status_code != 429 or int(answer.headers["retry-after"]) > 0

            flood = asyncio.create_task(floods())
            for number in range(10):
                await browser.sends(path, text=f"Calm {number}", post_key=str(uuid4()))
                assert (await browser.get(f"/cohorts/{cohort.id}/channels/general")).status_code == 200
            await flood
            await his.all_told()
        assert told.keys() <= {303, 429, 503}
        assert most <= told[303] < 2 * most and told[429] > 100
        assert len(his.shown) == told[303] + 10, "each message once, those of others too"


async def test_a17_slow_bodies_are_cut_off_and_neither_they_nor_half_headers_hold_anybody_up(base):
    """How long headers may take is the front's to say (docs/security.md); here they cost a socket and nothing else."""
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    where = urlsplit(base)
    slow, half = [], []
    for sockets, sent in ((slow, head + b"Content-Length: 1000\r\n\r\nemail="), (half, head)):
        for _ in range(100):
            sockets.append(await asyncio.open_connection(where.hostname, where.port))
            sockets[-1][1].write(sent)
    async with httpx2.AsyncClient(base_url=base, timeout=60) as visitor:
        for _ in range(5):
            assert (await visitor.get("/catalogue")).status_code == 200
        async with asyncio.timeout(IN_TIME):
            told = await asyncio.gather(*(reader.readline() for reader, _writer in slow))
        assert {line.split()[1] for line in told} == {b"503"}
        assert (await visitor.get("/catalogue")).status_code == 200
    assert not any(reader.at_eof() for reader, _writer in half), "the premise: they were there all the while"
    for _reader, writer in slow + half:
        writer.transport.abort()
