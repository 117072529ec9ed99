"""Writers who never give up, readers who keep a view, and what goes wrong around them."""

import asyncio
import bisect
import json
import random
import re
from uuid import uuid4

import asyncpg
import httpx2
import websockets

from community import clock, db, events
from community.people.queries import Person
from community.people.sessions import actions as sessions
from community.signed import Mark, signer, write_marks
from tests.support.people import make_person

COOKIE = "rt"  # its name where the address is plain http
FAILED = (httpx2.HTTPError, OSError, TimeoutError)
LOST = (websockets.WebSocketException, OSError, TimeoutError)
AT_ONCE, MOST_PAUSE = 0.2, 4.0  # seconds within which a reader comes back, the first time and when it was refused again


class Writer:
    """A person who posts over HTTP and sends again, with the same key, until she has an answer."""

    def __init__(self, person: Person, token: str, csrf: str) -> None:
        self.person, self.cookies = person, {COOKIE: token}
        self.csrf = csrf

    @classmethod
    async def of(cls, person: Person) -> "Writer":
        token, _life = await sessions.begin(person, "password")
        return cls(person, token, signer("csrf").dumps(f"person {person.id}"))

    async def posts(self, base: str, path: str, text: str) -> int:
        """The id of the message, once it is acknowledged."""
        key = str(uuid4())
        while True:
            try:
                async with httpx2.AsyncClient(base_url=base, cookies=self.cookies, timeout=8) as client:
                    form = {"text": text, "post_key": key, "csrf": self.csrf}
                    answer = await client.post(path, data=form, headers={"hx-request": "true"})
                if answer.status_code == 200:
                    return int(re.search(r'id="message-(\d+)"', answer.text)[1])
                assert answer.status_code == 503, f"{answer.status_code}: {answer.text[:300]}"
                await asyncio.sleep(random.uniform(0.05, 0.3))  # a client's pause before it tries again
            except FAILED:
                await asyncio.sleep(random.uniform(0.05, 0.3))


class Reader:
    """One socket that follows one topic and comes back whenever it is lost. `view` is what its page shows, in order."""

    def __init__(self, person: Person, token: str, topic: str, base: str, page) -> None:
        self.person, self.base, self.topic, self.page = person, base, topic, page
        self.cookie = f"{COOKIE}={token}"
        self.view: list[int] = []
        self.seen = -1
        self.mark = ""
        self.wrong: list[str] = []
        self.lost = self.reloads = 0
        self.closed: list[int] = []  # with which codes
        self.pause = AT_ONCE
        self.changed, self.following = asyncio.Event(), asyncio.Event()

    async def load(self) -> None:
        """As a page does: first the number it is read at, then its rows."""
        epoch = await events.epoch()
        self.seen = (await events.newest([self.topic]))[self.topic]
        (self.mark,) = write_marks([Mark(self.topic, epoch, self.seen)], self.person.id)
        self.view = await self.page()
        self.changed.set()

    async def reads(self) -> None:
        """Until cancelled."""
        if not self.mark:
            await self.load()
        while True:
            try:
                await self._listen()
            except LOST as lost:
                self.lost += 1
                if isinstance(lost, websockets.ConnectionClosed) and lost.rcvd:
                    self.closed.append(lost.rcvd.code)
                await asyncio.sleep(random.uniform(0, self.pause))  # as live.js: at once, then later, with jitter
                self.pause = min(2 * self.pause, MOST_PAUSE)

    async def _listen(self) -> None:
        address = self.base.replace("http", "ws") + "/live"
        async with websockets.connect(
            address,
            origin=self.base,
            additional_headers={"Cookie": self.cookie},
            open_timeout=10,
            close_timeout=1,
            ping_interval=None,
            compression=None,
        ) as socket:
            await socket.send(json.dumps({"follow": [[self.mark, self.seen]]}))
            async for text in socket:
                ((name, said),) = json.loads(text).items()
                if name in ("show", "seen") and said["topic"] == self.topic:
                    self._take(name, said)
                elif name == "reload" and said["topic"] in (self.topic, ""):
                    self.reloads += 1
                    await self.load()
                    await socket.send(json.dumps({"follow": [[self.mark, self.seen]]}))
                elif name == "following":
                    self.pause = AT_ONCE
                    self.following.set()
                elif name == "come_back":
                    self.pause = said["within"]
                elif name in ("gone", "error"):
                    self.wrong.append(text)

    def _take(self, name: str, said: dict) -> None:
        if said["seq"] != self.seen + 1:
            self.wrong.append(f"{said['seq']} came after {self.seen}")
        self.seen = said["seq"]
        if name == "show":
            message = int(said["id"].removeprefix("message-"))
            if message not in self.view:  # an upsert, kept in order by number as the page does (data-order)
                bisect.insort(self.view, message)
        self.changed.set()

    async def has(self, count: int) -> None:
        """Wait until the view holds so many."""
        while len(self.view) < count:
            self.changed.clear()
            await self.changed.wait()


async def one_who_reads(cohort) -> tuple[Person, str]:
    """An observer of the cohort, and a token of theirs."""
    person = await make_person("Reader Person")
    await db.run(
        """
        insert into seat (cohort_id, person_id, role, state, joined_at)
        values (:cohort, :person, 'observer', 'active', :at)
        """,
        cohort=cohort.id,
        person=person.id,
        at=clock.now(),
    )
    token, _life = await sessions.begin(person, "password")
    return person, token


async def kill_connections(url: str, chance: random.Random) -> None:
    """End some of the servers' connections to the database: of the pools, and those that LISTEN."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
            "and application_name in ('roundtable', 'roundtable-listen') order by pid"
        )
        for row in chance.sample(rows, len(rows) // 2):
            await connection.execute("select pg_terminate_backend($1)", row["pid"])
    finally:
        await connection.close()
