"""A page and its socket: what is shown live is put into the page by id, as live.js does."""

import asyncio
import contextlib
import json
import re
from html import unescape
from html.parser import HTMLParser

import uvicorn

from community import events
from realtime.wire import Wire
from tests.realtime.world import Server, browser
from tests.support import seen_live


@contextlib.asynccontextmanager
async def served(app):
    """The app of these tests, whose lifespan runs already, on a real uvicorn; gives its address."""

    async def with_state(scope, receive, send):
        await app({**scope, "state": dict(app.state)}, receive, send)

    config = uvicorn.Config(with_state, port=0, ws=Wire, lifespan="off", log_config=None, ws_per_message_deflate=False)
    server = Server(config)
    server.capture_signals = contextlib.nullcontext
    task = asyncio.create_task(server.serve())
    await asyncio.wait([task, asyncio.create_task(server.is_up.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    try:
        yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


class Page:
    """One open page: its html, kept up to date by its socket."""

    def __init__(self, member, path: str, html: str, socket) -> None:
        self.member, self.path, self.html, self.socket = member, path, html, socket
        self.put_in = 0
        self.kinds: set[str] = set()  # of what was put in: "seat.left roster"

    async def reloaded(self) -> str:
        seen_live.note(self.kinds)
        return (await self.member.opens(self.path)).text

    async def catches_up(self) -> None:
        """Wait until the newest of its topics was heard, then put in what was shown."""
        for topic, seq in (await events.newest(list(self.socket.seen))).items():
            await self.socket.hears(topic, seq)
        shown = self.socket.named("show")
        had_its_place = []
        for frame in shown[self.put_in :]:
            before, self.html = self.html, upserted(self.html, frame["id"], frame["html"])
            takes_away, says_only_news = " data-gone" in frame["html"], frame["id"].startswith("news-of-")
            if self.html != before or f'id="{frame["id"]}"' in before or takes_away or says_only_news:
                had_its_place.append(frame)
        await self._note(had_its_place)
        if any(frame["id"].startswith("news-of-talk-") for frame in shown[self.put_in :]):
            await self.asks_for_its_dots()
        self.put_in = len(shown)

    async def _note(self, frames: list[dict]) -> None:
        """Which kinds these were. What only says that there is news is put in nowhere: the page's part asks anew."""
        last = {frame["topic"]: frame["seq"] - 1 for frame in reversed(frames)}
        kinds = {(event.topic, event.seq): event.kind for event in await events.since(last)} if last else {}
        for frame in frames:
            pair = f"{kinds[frame['topic'], frame['seq']]} {frame['topic'].partition(':')[0]}"
            self.kinds.add(pair)
            if frame["id"].startswith("news-of-"):
                seen_live.note({pair})

    async def asks_for_its_dots(self) -> None:
        """As dots.js does: how much one may read is each reader's own."""
        dots = (await self.member.opens(f"/cohorts/{self.member.seat.cohort_id}/board/talk")).text
        for dot in re.findall(r'<a class="talk-dot".*?</a>', dots, re.S):
            self.html = upserted(self.html, re.search(r'id="([\w-]+)"', dot)[1], dot)


@contextlib.asynccontextmanager
async def open_page(address: str, member, path: str, follows=None):
    """Open a page as a browser does: first its html, then a socket that follows its marks, or those `follows` finds."""
    html = (await member.opens(path)).text
    marks = (follows or marks_of)(html)
    cookie = "; ".join(f"{one.name}={one.value}" for one in member.client.cookies.jar)
    async with browser(
        address, f"{member.person.id}/en", headers={"Cookie": cookie, "Origin": f"https://{address}"}
    ) as socket:
        await socket.says(follow=[[mark, 0] for mark in marks])
        await socket.answered()
        (following,) = socket.named("following")
        socket.seen |= dict(zip(following["topics"], following["seen"], strict=True))
        assert all(following["topics"]), "it may follow all that its page names"
        yield Page(member, path, html, socket)


def marks_of(html: str) -> list[str]:
    """The marks of the topics that the page follows."""
    return json.loads(unescape(re.search(r"<body[^>]* data-topics='([^']*)'", html)[1]))


def upserted(html: str, id: str, fresh: str) -> str:
    """The page with this element in the place of its former self; without one it goes where it says, or nowhere."""
    found, into = span_of(html, id), re.match(r"<[^>]*? data-into=\"([\w-]+)\"", fresh)
    if found:
        gone = re.match(r"<[^>]*? data-gone", fresh)
        html = html[: found[0]] + ("" if gone else fresh) + html[found[1] :]
    elif into and (place := span_of(html, into[1])):
        end = html.rindex("</", place[0], place[1])
        html = html[:end] + fresh + html[end:]
    return html


def span_of(html: str, id: str) -> tuple[int, int] | None:
    """Where the element with this id begins and ends."""
    return _Finder(html, id).found


class _Finder(HTMLParser):
    VOID = frozenset({"input", "br", "hr", "img", "meta", "link", "wbr"})

    def __init__(self, html: str, id: str) -> None:
        super().__init__(convert_charrefs=False)
        self.id, self.found, self._depth, self._begun = id, None, 0, -1
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._html = html
        self.feed(html)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag, attrs):
        if self._begun >= 0 and not self.found and tag not in self.VOID:
            self._depth += 1
        elif self._begun < 0 and dict(attrs).get("id") == self.id:
            self._begun, self._depth = self._at(), 1

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if self._begun >= 0 and not self.found and tag not in self.VOID:
            self._depth -= 1
            if self._depth == 0:
                self.found = (self._begun, self._html.index(">", self._at()) + 1)
