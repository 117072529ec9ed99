"""The clock of one server jumps while it serves: what holds is the database's time, and nobody notices (X18)."""

import asyncio
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest_asyncio

from community import db
from community.limits import RATES
from community.people.sessions import actions as sessions
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.listening import COOKIE, at_a_browser, listening
from tests.support.people import link_in, mail_to, make_person, submits
from tests.support.servers import serve

JUMPS = (3600, -3600, 300)  # seconds
WRONG_CLOCK = Path(__file__).parents[1] / "support" / "wrong_clock"


class Servers:
    """Two processes on one database: `right`, and `wrong` with a clock of its own."""

    def __init__(self, right: str, wrong: str, off_by: Path) -> None:
        self.right, self.wrong, self.off_by = right, wrong, off_by

    async def apart(self) -> float:
        """By how many seconds the two differ in what they put on their answers."""
        async with httpx2.AsyncClient(timeout=60) as client:
            right, wrong = [(await client.get(each + "/healthz")).headers["date"] for each in (self.right, self.wrong)]
        return (parsedate_to_datetime(wrong) - parsedate_to_datetime(right)).total_seconds()

    async def jump(self, seconds: int) -> None:
        """Let the wrong clock jump, and see that it did."""
        new = self.off_by.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.off_by)  # at once: it is read all the time
        async with asyncio.timeout(60):
            while abs(await self.apart() - seconds) > 30:
                await asyncio.sleep(0.05)


@pytest_asyncio.fixture(scope="module")
async def servers(database, tmp_path_factory):
    off_by = tmp_path_factory.mktemp("clock") / "off_by"
    off_by.write_text("0")
    wrong_clock = {"PYTHONPATH": str(WRONG_CLOCK), "CLOCK_OFF_BY": str(off_by)}
    async with serve("--no-work") as right, serve(**wrong_clock) as wrong:
        yield Servers(right.url, wrong.url, off_by)


async def test_x18_nobody_is_signed_out_and_nobody_stays_too_long(servers):
    ana = await make_person("Ana Torres")
    token, _life = await sessions.begin(ana, "password", "a shared computer", shared=True)  # half an hour without use
    ended, _life = await sessions.begin(ana, "password", "another one")
    await db.run(
        "update session set ends_at = :then where device = 'another one' and person_id = :id",
        then=await db.value("select clock_timestamp()") - timedelta(seconds=1),
        id=ana.id,
    )
    for jump in JUMPS:
        await servers.jump(jump)
        for base in (servers.wrong, servers.right):
            async with httpx2.AsyncClient(base_url=base, cookies={COOKIE: token}, timeout=60) as client:
                assert (await client.get("/profile")).status_code == 200, f"{jump} s apart"
            async with httpx2.AsyncClient(base_url=base, cookies={COOKIE: ended}, timeout=60) as client:
                assert (await client.get("/profile")).status_code == 303, f"{jump} s apart"


async def test_x18_an_open_page_hears_on_and_times_agree(servers):
    """The socket is the wrong server's; what it shows and dates is what the right one's page shows."""
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        path = f"/cohorts/{cohort.id}/channels/general"
        async with at_a_browser(ana.person, servers.right) as right, at_a_browser(ana.person, servers.wrong) as wrong:
            await right.sends(path + "/messages", text="The first", post_key=str(uuid4()))
            channel = await db.value("select channel_id from message order by id desc limit 1")
            async with listening(ben.person, servers.wrong, f"channel:{channel}") as his:
                for jump in JUMPS[:2]:
                    await servers.jump(jump)
                    for browser in (wrong, right):
                        text = f"{jump} {browser.base_url}"
                        begun = await db.value("select clock_timestamp()")
                        await browser.sends(path + "/messages", text=text, post_key=str(uuid4()))
                        row = await db.one(dict, "select id, at from message where text = :text", text=text)
                        assert begun <= row["at"] <= await db.value("select clock_timestamp()")
                        shown = await his.hears("show", id=f"message-{row['id']}")
                        assert _times(shown["html"]) & {row["at"].replace(microsecond=0)}
                await his.all_told()
                assert his.closed is None, "a jump is no silence: the same socket"
            pages = [(await browser.get(path)).text for browser in (wrong, right)]
        assert _times(pages[0]) == _times(pages[1]) != set()
        rows = await db.many(dict, "select at from message where channel_id = :id order by id", id=channel)
        assert rows == sorted(rows, key=lambda row: row["at"]), "in the order in which they were said"


async def test_x18_a_mailed_link_lives_as_long_wherever_it_is_made_and_used(servers):
    """A quarter of an hour, by the database's clock; and the wrong server, who carries the mail, sends it at once."""
    there, back = (servers.wrong, servers.right), (servers.right, servers.wrong)
    for jump, (asked, used) in ((3600, there), (3600, back), (-3600, back), (-3600, there)):
        await servers.jump(jump)
        ana = await make_person("Ana Torres")
        async with httpx2.AsyncClient(base_url=asked, timeout=60) as client:
            await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
        link = link_in(await mail_to(ana.email))
        async with httpx2.AsyncClient(base_url=used, timeout=60) as client:
            assert (await submits(client, link, link)).status_code == 303
            assert (await client.get("/profile")).status_code == 200


async def test_x18_a_rate_is_counted_by_one_clock(servers):
    eve, most = await make_person("Eve Stone"), RATES["join_code"].most
    await servers.jump(3600)
    async with at_a_browser(eve, servers.wrong) as wrong, at_a_browser(eve, servers.right) as right:
        csrf = await csrf_of(right)
        told = []
        for number in range(most + 2):
            form = {"csrf": csrf, "code": f"{number:012d}"}
            told.append(await (wrong, right)[number % 2].post("/join", data=form))
        assert [answer.status_code for answer in told] == [422] * most + [429] * 2
        assert all(0 < int(answer.headers["retry-after"]) <= RATES["join_code"].seconds for answer in told[most:])


def _times(html: str) -> set[datetime]:
    found = re.findall(r'<time [^>]*datetime="([^"]+)"', html)
    return {datetime.fromisoformat(each).replace(microsecond=0) for each in found}
