"""The socket of a real server: who opens it, and how soon it lets go when a right has ended (A5, A11, A13, G10)."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx2
import pytest
import pytest_asyncio
import websockets

from community import db, events, signed
from community.affiliates import actions as affiliates
from community.cohorts import queries as cohorts
from community.cohorts.seats import actions as seats
from community.people.passwords import actions as passwords
from community.people.sessions import actions as sessions
from realtime import gates
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.servers import serve

SOON = 60  # seconds that a busy machine is given; the five of G10 are `gates.EVERY`
SIGNED_OUT = 4401


@pytest_asyncio.fixture(scope="module")
async def server(database):
    async with serve("--workers", "2") as running:
        yield running


class Browser:
    """A socket that is open, and all it was told."""

    def __init__(self, socket, token: str, session_id: int) -> None:
        self.socket, self.token, self.session_id = socket, token, session_id
        self.told: list[dict] = []
        self.news = asyncio.Condition()

    async def listens(self) -> None:
        try:
            async for text in self.socket:
                async with self.news:
                    self.told.append(json.loads(text))
                    self.news.notify_all()
        except websockets.ConnectionClosed:
            pass

    async def hears(self, name: str, topic: str) -> dict:
        """The frame of this name about this topic."""

        def found() -> list[dict]:
            return [frame[name] for frame in self.told if name in frame and topic in json.dumps(frame[name])]

        async with asyncio.timeout(SOON), self.news:
            await self.news.wait_for(found)
        return found()[-1]

    async def closes(self) -> int:
        async with asyncio.timeout(SOON):
            await self.socket.wait_closed()
        return self.socket.close_code


@asynccontextmanager
async def live(server, member, *topics: str):
    """A browser of this member that follows these topics from now on."""
    token, _life = await sessions.begin(member.person, "password", "a test")
    session_id = await db.value("select max(id) from session where person_id = :id", id=member.person.id)
    async with websockets.connect(
        server.url.replace("http", "ws") + "/live", origin=server.url, additional_headers={"Cookie": f"rt={token}"}
    ) as socket:
        browser = Browser(socket, token, session_id)
        listening = asyncio.create_task(browser.listens())
        epoch, newest = await events.epoch(), await events.newest(topics)
        marks = signed.write_marks([signed.Mark(topic, epoch, newest[topic]) for topic in topics], member.person.id)
        await socket.send(json.dumps({"follow": [[mark, 0] for mark in marks]}))
        await browser.hears("following", topics[0])
        yield browser
        listening.cancel()


@pytest_asyncio.fixture
async def cohort(server):
    async with a_cohort(None, "Ana", "Ben") as made:
        yield made


ELSEWHERE = (None, "null", "https://evil.example", "http://127.0.0.1.evil.example", "http://127.0.0.1:1", "file://")


@pytest.mark.parametrize("origin", ELSEWHERE)
async def test_a11_no_other_site_opens_a_socket(server, cohort, origin):
    ana = await cohort.seats("Ana")
    token, _life = await sessions.begin(ana.person, "password")
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(
            server.url.replace("http", "ws") + "/live", origin=origin, additional_headers={"Cookie": f"rt={token}"}
        )
    assert refused.value.response.status_code == 403
    assert refused.value.response.headers["content-security-policy"]


COOKIES = ("", "rt=", "rt=planted", "rt=%00", "rt=" + "a" * 7000, "rt-visit=x", "rt=null; rt=undefined")


@pytest.mark.parametrize("cookie", COOKIES, ids=lambda cookie: cookie[:20])
async def test_a11_nobody_opens_a_socket_without_a_session(server, cookie):
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(
            server.url.replace("http", "ws") + "/live", origin=server.url, additional_headers={"Cookie": cookie}
        )
    assert refused.value.response.status_code == 401


async def test_the_premise_what_is_said_is_heard(server, cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    first = await says(ana, "First")
    async with live(server, ben, f"channel:{first.channel_id}") as browser:
        second = await says(ana, "Second")
        assert "Second" in (await browser.hears("show", f"message-{second.id}"))["html"]


class TestA13ASocketEndsWithItsSignIn:
    async def test_signing_out(self, server, cohort):
        ben = await cohort.seats("Ben")
        async with live(server, ben, cohort.cohort.topic) as browser, live(server, ben, cohort.cohort.topic) as other:
            async with httpx2.AsyncClient(base_url=server.url, cookies={"rt": browser.token}, timeout=60) as client:
                page = (await client.get("/profile")).text
                csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
                assert (await client.post("/sign-out", data={"csrf": csrf})).status_code == 303
            assert await browser.closes() == SIGNED_OUT
            assert other.socket.close_code is None, "the other device stays"

    async def test_ended_from_another_device(self, server, cohort):
        ben = await cohort.seats("Ben")
        async with live(server, ben, cohort.cohort.topic) as browser:
            await sessions.end(ben.person, browser.session_id)
            assert await browser.closes() == SIGNED_OUT

    async def test_a_changed_password(self, server, cohort):
        ben = await cohort.seats("Ben")
        async with live(server, ben, cohort.cohort.topic) as browser:
            await passwords.change(ben.person, "tuesday letters on the porch", 0)
            assert await browser.closes() == SIGNED_OUT

    async def test_a_session_that_was_taken_away_without_a_word(self, server, cohort):
        """As by somebody at the database: nothing is told, the next look finds it."""
        ben = await cohort.seats("Ben")
        async with live(server, ben, cohort.cohort.topic) as browser:
            await db.run("update session set ended_at = now() where id = :id", id=browser.session_id)
            assert await browser.closes() == SIGNED_OUT
        assert gates.EVERY <= 5


class TestA5WhatWasOpenCloses:
    async def test_who_is_removed_hears_nothing_more_and_finds_every_door_shut(self, server, cohort):
        ana, ben = await cohort.seats("Ana", "Ben")
        channel = f"channel:{(await says(ana, 'While he sits here')).channel_id}"
        async with live(server, ben, cohort.cohort.topic, channel) as browser:
            leader = await cohorts.place(cohort.organizer, cohort.id)
            await seats.remove(leader, await cohorts.member_at(leader, ben.seat.id))
            for topic in (cohort.cohort.topic, channel):
                await browser.hears("gone", topic)
            secret = await says(ana, "When he is gone")
            async with live(server, ana, channel) as hers:
                last = await says(ana, "And after that")
                await hers.hears("show", f"message-{last.id}")
            told = json.dumps(browser.told)
            assert f"message-{secret.id}" not in told
            assert "When he is gone" not in told
            async with httpx2.AsyncClient(base_url=server.url, cookies={"rt": browser.token}, timeout=60) as client:
                for path in ("", "/members", "/board", "/board?part=1", "/discussion?part=1", "/search?q=gone"):
                    assert (await client.get(f"/cohorts/{cohort.id}{path}")).status_code == 404, path
                old = signed.write_marks([signed.Mark(channel, await events.epoch(), 0)], ben.person.id)[0]
                missed = await client.get("/live/missed", params={"follow": json.dumps([[old, 0]])})
                assert "When he is gone" not in missed.text

    async def test_an_organizer_whose_desk_is_taken_back_hears_nothing_more_of_the_roster(self, server, cohort):
        organizer = type("Organizer", (), {"person": cohort.organizer})
        async with live(server, organizer, cohort.cohort.roster_topic) as browser:
            await affiliates.end_desk(cohort.organizer, cohort.desk)
            await browser.hears("gone", cohort.cohort.roster_topic)
