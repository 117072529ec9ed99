"""A small world around realtime/: an app with one socket door on a real uvicorn, people by cookie, and readers."""

import asyncio
import contextlib
import html
import itertools
import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import quote

import uvicorn
import websockets
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from community import db, events
from realtime import Realtime, Visitor
from realtime.wire import Wire

LISTENING = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'roundtable-listen' and datname = current_database()
"""


@dataclass
class World:
    """What realtime/ is handed. Anna (1) and Ben (2) may follow what `members` says; a session is "person/device"."""

    url: str
    log: object = events
    members: dict[str, dict[int, str]] = field(default_factory=dict)  # {topic: {person: audience}}
    ended: set[str] = field(default_factory=set)
    texts: dict[int, str] = field(default_factory=dict)  # subject → what it says
    gates: frozenset[str] = frozenset({"seat.removed", "signed_out"})
    rendered: list[tuple[str, int, str, str]] = field(default_factory=list)
    tag: str = "p"
    processes: int = 1
    inside: str = "{text}"
    loads: list[list[int]] = field(default_factory=list)
    asked: list[dict] = field(default_factory=list)
    silent: set[tuple[int, str]] = field(default_factory=set)  # (person, topic) where one reads only
    places: dict[int, str] = field(default_factory=dict)  # place → the only audience that is told who writes there
    writes: list[tuple[int, str, int]] = field(default_factory=list)
    realtimes: list[Realtime] = field(default_factory=list)  # of each process, while it serves

    def readers(self, person=None):
        """The sockets that are open on whichever process, or this person's."""
        all_of_them = [reader for realtime in self.realtimes for reader in realtime.hub.readers]
        return [one for one in all_of_them if person in (None, one.visitor.person_id)]

    async def who(self, connection):
        session = connection.cookies.get("session", "")
        if not session or session in self.ended:
            return None
        person, _, language = session.partition("/")
        return Visitor(session, int(person), language.partition("-")[0] or "en", f"Person {person}")

    def allowed_origin(self, connection):
        origin = connection.headers.get("origin")
        return origin in (None, "https://here.example") or origin.startswith("http://127.0.0.1:")

    def read_mark(self, text, visitor):
        topic, epoch, seq, person = [*text.split("|"), 0, 0, 0][:4]
        return SimpleNamespace(topic=topic, epoch=epoch, seq=int(seq)) if int(person) == visitor.person_id else None

    async def may_follow(self, wants):
        self.asked.append({person: set(topics) for person, topics in wants.items()})
        return {
            person: {t: self.members[t][person] for t in topics if person in self.members.get(t, {})}
            for person, topics in wants.items()
        }

    async def may_write(self, visitor, topic, place):
        self.writes.append((visitor.person_id, topic, place))
        return None if (visitor.person_id, topic) in self.silent else self.places.get(place, "")

    def hears(self, audience, since):
        return since in ("", audience)

    async def still_signed_in(self, session_ids):
        return set(session_ids) - self.ended

    async def things(self, batch):
        self.loads.append([event.seq for event in batch])
        return {e.about: self.texts.get(e.about, f"thing {e.about}") for e in batch}

    def render(self, event, things, audience, language):
        self.rendered.append((event.topic, event.seq, audience, language))
        if event.kind == "broken":
            raise ValueError("a partial that fails")
        if event.kind == "for.facilitators" and audience != "facilitator":
            return None
        if event.about is None or event.kind == "quiet":
            return None
        return self.look(event.about, audience)

    def look(self, subject, audience):
        """How a subject looks: its partial."""
        text = html.escape(self.texts.get(subject, f"thing {subject}"))
        place = f' data-into="list" data-order="{subject}"' if self.tag == "li" else ""
        inside = self.inside.format(text=text, subject=subject)
        return f'<{self.tag} id="thing-{subject}" data-seen-by="{audience}"{place}>{inside}</{self.tag}>'

    def farewell(self, topic, why, language):
        return f"{topic} is closed to you", "/cohorts"


class Counted:
    """The real log; it counts what is asked, and can be away."""

    def __init__(self):
        self.reads, self.found, self.away = [], [], False

    async def since(self, wants, most):
        self.reads.append(dict(wants))
        if self.away:
            raise OSError("the database is away")
        self.found.append(await events.since(wants, most))
        return self.found[-1]

    async def newest(self, topics):
        return await events.newest(topics)

    async def epoch(self):
        return await events.epoch()


class Server(uvicorn.Server):
    """It says when it is up."""

    def __init__(self, config):
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.is_up.set()


class Turns:
    """Addresses of several processes: who opens a socket gets the next one, as behind a load balancer."""

    def __init__(self, addresses):
        self._turns = itertools.cycle(addresses)

    def __str__(self):
        return next(self._turns)


@contextlib.asynccontextmanager
async def serving(world, **options):
    """The world in as many processes as it says: each with a hub, a feed and a subscription of its own, in this loop.

    Gives (the first one's realtime, address).
    """
    async with contextlib.AsyncExitStack() as stack:
        served = [await stack.enter_async_context(_serving(world, **options)) for _ in range(world.processes)]
        yield served[0][0], Turns([address for _, address in served])


@contextlib.asynccontextmanager
async def _serving(world, ws=Wire, routes=(), ping=20, **options):
    """The world's app on a real uvicorn, `routes` beside it."""
    realtime = Realtime(world.url, world.log, world, world, **options)

    @contextlib.asynccontextmanager
    async def lifespan(app):
        async with realtime.running():
            yield

    live = [WebSocketRoute("/live", realtime.endpoint), Route("/live/missed", realtime.missed)]
    app = Starlette(routes=[*live, *routes], lifespan=lifespan)
    limits = {"ws_per_message_deflate": False, "ws_max_size": 16_384, "timeout_graceful_shutdown": 3}
    limits |= {"ws_ping_interval": ping, "ws_ping_timeout": ping}
    server = Server(uvicorn.Config(app, port=0, ws=ws, log_config=None, **limits))
    server.capture_signals = contextlib.nullcontext  # the tests' own process has its own
    task = asyncio.create_task(server.serve())
    await asyncio.wait([task, asyncio.create_task(server.is_up.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    world.realtimes.append(realtime)
    try:
        yield realtime, f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        world.realtimes.remove(realtime)
        server.should_exit = True
        await task


class Browser:
    """One socket of a person, as live.js would use it: marks, seen per topic, all frames in order."""

    def __init__(self, socket, person, log=events):
        self.socket, self.person, self.log = socket, person, log
        self.frames = []
        self.seen = {}
        self.closed = None  # code
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._listen())

    async def _listen(self):
        try:
            async for text in self.socket:
                ((name, said),) = json.loads(text).items()
                self.frames.append((name, said))
                if name in ("show", "seen"):
                    self.seen[said["topic"]] = said["seq"]
                self._news.set()
        except websockets.ConnectionClosed:
            pass
        self.closed = self.socket.close_code
        self._news.set()

    async def mark(self, topic, seq=None, epoch=None):
        """What a page read now (or at `seq`) would carry."""
        seq = (await self.log.newest([topic]))[topic] if seq is None else seq
        return f"{topic}|{epoch or await self.log.epoch()}|{seq}|{self.person}"

    async def says(self, **frame):
        await self.socket.send(json.dumps(frame))

    async def follows(self, *topics, seq=None, seen=0):
        """Follow, and wait until the server has joined all of them."""
        await self.says(follow=[[await self.mark(topic, seq), seen] for topic in topics])
        await self.answered()

    async def answered(self):
        """All that was said before is answered."""
        count = sum(name == "beat" for name, _ in self.frames)
        await self.says(beat={})
        await self.until(lambda: sum(name == "beat" for name, _ in self.frames) > count)

    async def until(self, true, seconds=60):
        """Wait until something is so."""
        try:
            async with asyncio.timeout(seconds):
                while not true():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"still not so; heard {self.frames[-5:]}, closed {self.closed}") from None

    async def hears(self, topic, seq, seconds=60):
        await self.until(lambda: self.seen.get(topic, 0) >= seq, seconds)

    async def closes(self, seconds=60):
        await self.until(lambda: self.closed is not None, seconds)
        return self.closed

    def shown(self, topic):
        """[(seq, html), …] in the order they came."""
        return [(said["seq"], said["html"]) for name, said in self.frames if name == "show" and said["topic"] == topic]

    def named(self, name):
        return [said for each, said in self.frames if each == name]


@contextlib.asynccontextmanager
async def browser(address, session, log=events, **options):
    """Somebody opens a page: a socket with the cookie of "person/language-device"."""
    options = {"compression": None, "close_timeout": 1} | options
    headers = {"Cookie": f"session={quote(session)}"} | options.pop("headers", {})
    async with websockets.connect(f"ws://{address}/live", additional_headers=headers, **options) as socket:
        reading = Browser(socket, int(session.partition("/")[0]), log)
        try:
            yield reading
        finally:
            reading._task.cancel()


async def until(true, seconds=60):
    """Wait until something of the server's is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


async def listening_is_killed():
    """The database ends the connection that listens; waits until there is one."""
    async with asyncio.timeout(60):
        while await db.value(LISTENING) is not True:
            await asyncio.sleep(0.01)


async def happens(topic, count=1, kind="message.posted", about=None, by=1):
    """Record `count` deeds on a topic, each in its own transaction, about subjects seq 1, 2, 3 … unless told."""
    for _ in range(count):
        async with db.transaction():
            events.record(kind, topic, about=about or (await events.newest([topic]))[topic] + 1, by=by)
    return (await events.newest([topic]))[topic]


@contextlib.asynccontextmanager
async def crowd(address, sessions, topic, **options):
    """Many browsers that all follow one topic."""
    async with contextlib.AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(browser(address, session, **options)) for session in sessions]
        for reader in readers:
            await reader.follows(topic)
        yield readers
