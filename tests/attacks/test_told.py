"""What a real server says: in its log no secrets and no forged lines, on its pages nothing of the inside (A78-A80)."""

import asyncio
import json

import httpx2
import pytest
import pytest_asyncio

from community import db
from community.people.codes import actions as codes
from tests.support.people import PASSWORD, form_in, make_person
from tests.support.servers import serve

FORGED = "\x1b[2J\r\n{\"at\":\"2026\",\"level\":\"error\",\"says\":\"forged\"}\r\n"


@pytest_asyncio.fixture
async def server(database):
    async with serve(ROUNDTABLE_MOVE_CLOCK="yes") as running:
        yield running


def lines(server) -> list[dict]:
    """What it logged; everything that is no line of JSON fails."""
    return [json.loads(line) for line in server.said if not line.startswith("serving on ")]


async def logged(server, words: str) -> dict:
    """The line with these words, as soon as it is there."""
    async with asyncio.timeout(60):
        while True:
            for line in lines(server):
                if words in json.dumps(line):
                    return line
            await asyncio.sleep(0.05)


async def test_a_failure_is_told_to_us_with_a_number_and_to_nobody_else(server):
    person = await make_person("Ana Torres", email="ana.told@example.org")
    code = await codes.ask("password", person.email, "en")
    link = codes.link(code)[len("https://127.0.0.1") :]
    async with httpx2.AsyncClient(base_url=server.url, headers={"accept": "text/html"}, timeout=60) as client:
        form = form_in((await client.get("/sign-in")).text, "/sign-in")
        await _execute("alter table email rename to email_away")
        try:
            typed = {"email": person.email, "password": PASSWORD, "next": FORGED}
            broken = await client.post("/sign-in", data=form | typed)
            looked = await client.get(link)
        finally:
            await _execute("alter table email_away rename to email")
        assert broken.status_code == 500
        number = broken.headers["x-request-id"]
        assert number in broken.text
        for inside in ("Traceback", "asyncpg", "select", "email_away", "community/", "relation"):
            assert inside not in broken.text
        assert looked.status_code < 500, "a page that needs no such table goes on"
    line = await logged(server, number)
    assert line["level"] == "error"
    assert "UndefinedTable" in line["trace"]
    told = "".join(server.said)
    for secret in (PASSWORD, person.email, link.rsplit("/", 1)[1], codes.digits(code), form["csrf"], "forged"):
        assert secret not in told


async def test_what_browsers_send_makes_no_lines(server):
    async with httpx2.AsyncClient(base_url=server.url, timeout=60) as client:
        before = len(server.said)
        for path in ("/nowhere", "/cohorts/1", "/catalogue/%0d%0aforged", "/sign-in?next=%1b[31m", "/live/missed"):
            await client.get(path, headers={"referer": "http://x/\t{}", "cookie": "rt=abcdefgh; rt-visit=ijklmnop"})
        await client.post("/sign-in", data={"email": "a@b.example", "password": "secret words"})
        assert (await client.get("/healthz")).status_code == 200
    assert server.said[before:] == [], "neither a request nor a refusal is worth a line"


async def test_a_browser_that_goes_away_in_the_middle_is_no_failure_of_ours(server):
    host, port = server.url.removeprefix("http://").split(":")
    for sent in (
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nemail=",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nema",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
    ):
        _reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent)
        await writer.drain()
        writer.transport.abort()
    async with httpx2.AsyncClient(base_url=server.url, timeout=60) as client:
        assert (await client.get("/healthz")).status_code == 200
    assert [line for line in lines(server) if line["level"] == "error"] == []


SMUGGLED = {
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\na=1&b",
    "length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    "chunks with a space": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "two hosts": b"Host: evil.example\r\nContent-Length: 0\r\n\r\n",
    "a folded line": b"X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n",
    "a line of 100 kB": b"X-A: " + b"b" * 100_000 + b"\r\nContent-Length: 0\r\n\r\n",
    "a NUL": b"X-A: b\x00c\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("what", SMUGGLED)
async def test_a16_an_ambiguous_request_does_nothing(server, what):
    """Without a form token it is refused in any case; the front refuses it sooner (docs/security.md)."""
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + SMUGGLED[what])
    async with asyncio.timeout(60):
        said = await reader.read()
    writer.close()
    assert said == b"" or said.split(b" ")[1] in (b"400", b"403", b"431"), said[:100]
    async with httpx2.AsyncClient(base_url=server.url, timeout=60) as client:
        assert (await client.get("/healthz")).status_code == 200


async def _execute(sql: str) -> None:
    async with db.connection() as held:
        await held.raw_connection.execute(sql)
