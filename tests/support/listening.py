"""A person's open socket on a real server: what it hears, in order."""

import asyncio
import contextlib
import json

import httpx2
import websockets

from community import events
from community.people.queries import Person
from community.people.sessions import actions as sessions
from community.signed import Mark, signer, write_marks

COOKIE = "rt"  # its name where the address is plain http
SOON = 60.0  # seconds: far more than any of it may take, on a machine that does other things too


class Listener:
    """`frames` holds [name, said] as they came; `closed` is the code once the socket is closed."""

    def __init__(self, person: Person, token: str, base: str) -> None:
        self.person, self.token, self.base = person, token, base
        self.frames: list[tuple[str, dict]] = []
        self.closed: int | None = None
        self._news = asyncio.Condition()
        self._socket: websockets.ClientConnection

    @property
    def shown(self) -> list[str]:
        """The ids of what was shown."""
        return [said["id"] for name, said in self.frames if name == "show"]

    async def follow(self, *topics: str) -> None:
        """Follow as a page does that is read now."""
        epoch, newest = await events.epoch(), await events.newest(topics)
        marks = write_marks([Mark(topic, epoch, newest[topic]) for topic in topics], self.person.id)
        await self._socket.send(json.dumps({"follow": [[mark, 0] for mark in marks]}))
        await self.hears("following")

    async def hears(self, name: str, within: float = SOON, **fields) -> dict:
        """Wait for a frame of this name with these fields, `within` seconds."""

        def fits() -> dict | None:
            return next((said for known, said in self.frames if known == name and fields.items() <= said.items()), None)

        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: fits() is not None or self.closed is not None)
        found = fits()
        assert found is not None, f"closed with {self.closed} before {name} {fields} came; heard {self.frames}"
        return found

    async def is_closed(self) -> int:
        """Wait for the end of the socket: its code."""
        async with asyncio.timeout(SOON), self._news:
            await self._news.wait_for(lambda: self.closed is not None)
        return self.closed

    async def all_told(self) -> None:
        """Wait until everything that was on its way has come: a beat asked is answered after it."""
        before = sum(name == "beat" for name, _ in self.frames)
        await self._socket.send('{"beat": {}}')
        async with asyncio.timeout(SOON), self._news:
            await self._news.wait_for(lambda: sum(name == "beat" for name, _ in self.frames) > before)

    async def _read(self, socket: websockets.ClientConnection) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in socket:
                ((name, said),) = json.loads(text).items()
                async with self._news:
                    self.frames.append((name, said))
                    self._news.notify_all()
        async with self._news:
            self.closed = socket.close_code
            self._news.notify_all()


@contextlib.asynccontextmanager
async def listening(person: Person, base: str, *topics: str):
    """A new sign-in of this person, with a socket that follows these topics."""
    token, _life = await sessions.begin(person, "password", "a listener")
    listener = Listener(person, token, base)
    headers = {"Cookie": f"{COOKIE}={token}"}
    async with websockets.connect(
        base.replace("http", "ws") + "/live", origin=base, additional_headers=headers
    ) as socket:
        listener._socket = socket
        reading = asyncio.create_task(listener._read(socket))
        if topics:
            await listener.follow(*topics)
        yield listener
        reading.cancel()


@contextlib.asynccontextmanager
async def at_a_browser(person: Person, base: str, token: str = ""):
    """A client of the real server that is signed in as this person: `await client.sends(path, **fields)`."""
    if not token:
        token, _life = await sessions.begin(person, "password", "a browser")
    csrf = signer("csrf").dumps(f"person {person.id}")
    cookies, headers = {COOKIE: token}, {"accept": "text/html"}
    async with httpx2.AsyncClient(base_url=base, cookies=cookies, headers=headers, timeout=60) as client:

        async def sends(path: str, **fields: str) -> httpx2.Response:
            answer = await client.post(path, data={"csrf": csrf} | fields)
            assert answer.status_code in (200, 204, 303), f"{path} answers {answer.status_code}: {answer.text[:400]}"
            return answer

        client.sends, client.csrf = sends, csrf
        yield client
