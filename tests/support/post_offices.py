"""A real mail server for tests, that can be away, refuse, and hold a mail in its hands."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from email import policy
from email.parser import BytesParser

import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller

from community.config import settings


class PostOffice:
    """Takes mail at `url` while it is open. `taken` counts what came: {(address, Message-ID): times}.

    `letters` holds each as it came over the wire. Each of these counts for one letter, the next ones: what is answered
    to it; that it hangs up instead of an answer, having taken it or not; that it hangs up once it has answered.
    """

    def __init__(self) -> None:
        self.taken: Counter = Counter()
        self.letters: list[bytes] = []
        self.refuses: dict[str, str] = {}  # address: what is answered to it
        self.before_taking: Callable[[str], Awaitable[None]] | None = None  # given the address, in the test's own loop
        self.conversations = 0
        self.answers_data: list[str] = []
        self.hangs_up: list[bool] = []
        self.hangs_up_after: list[bool] = []
        self._loop = asyncio.get_running_loop()
        self._controller: Controller | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def open(self, tls: ssl.SSLContext | None = None) -> None:
        """With `tls` it offers STARTTLS."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, tls_context=tls)
        self._controller.start()

    def close(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    def holds(self) -> tuple[asyncio.Event, asyncio.Event]:
        """From now on it keeps what it was given in its hands: that there is something, and that it may take it."""
        in_its_hands, may_take = asyncio.Event(), asyncio.Event()

        async def hold(_address: str) -> None:
            in_its_hands.set()
            await may_take.wait()

        self.before_taking = hold
        return in_its_hands, may_take

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.conversations += 1
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 welcome"

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        if self.before_taking:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self.before_taking(address), self._loop))
        if self.answers_data:
            return self.answers_data.pop()
        hangs_up = self.hangs_up.pop() if self.hangs_up else None
        if hangs_up is not False:
            message = BytesParser(policy=policy.default).parsebytes(envelope.content)
            self.letters.append(envelope.original_content)
            self.taken[address, str(message["Message-ID"])] += 1
        if hangs_up is not None:
            server.transport.abort()
        return "250 taken"

    async def handle_QUIT(self, server, session, envelope):
        if self.hangs_up_after:
            self.hangs_up_after.pop()
            server.transport.abort()
        return "221 goodbye"


@pytest_asyncio.fixture
async def post_office():
    """A mail server that is not open yet."""
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture
def by_smtp(post_office, monkeypatch):
    """A mail server that is open, and ours."""
    monkeypatch.setenv("ROUNDTABLE_SMTP", post_office.url)
    settings.cache_clear()
    post_office.open()
    yield post_office
    monkeypatch.undo()
    settings.cache_clear()
