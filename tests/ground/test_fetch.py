"""The fetcher goes out into the world and nowhere else (R33, A42, G14): 46 spellings, redirects, names that change."""

import asyncio
import contextlib
import shutil
import ssl

import pytest
import pytest_asyncio

from community import fetch
from community.config import settings
from community.fetch import NotOpened

WORLD = "93.184.216.34"


class Outside:
    """An HTTP server on this machine, standing for one in the world; `asked` keeps what each request said.

    /endless goes on for ever; /drip begins, and says no more.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.pages: dict[str, bytes] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(head)
            path = head.split()[1]
            writer.write(self.pages.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
            if path == "/drip":
                await reader.read()  # until they give up
            while path == "/endless":
                writer.write(b"x" * 65536)
                await writer.drain()
        writer.close()

    @property
    def here(self) -> str:
        return f"127.0.0.1:{self.port}"


def page(status: str, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]).encode() + body


async def stand(outside: Outside, **options) -> asyncio.Server:
    server = await asyncio.start_server(outside.serve, "127.0.0.1", 0, **options)
    outside.port = server.sockets[0].getsockname()[1]
    return server


@pytest_asyncio.fixture
async def inside(monkeypatch):
    """A server within our walls, at a port that one may ask for: only its address protects it."""
    server = Outside()
    standing = await stand(server)
    monkeypatch.setattr(fetch, "PORTS", {80, 443, server.port})
    yield server
    standing.close()


@pytest_asyncio.fixture
async def outside(monkeypatch):
    """A server that tests may fetch from, by the setting that only tests may have."""
    server = Outside()
    standing = await stand(server)
    monkeypatch.setenv("ROUNDTABLE_FETCH_HOSTS", f"{server.here},outside.test:{server.port}")
    settings.cache_clear()
    yield server
    standing.close()
    monkeypatch.undo()
    settings.cache_clear()


def known(monkeypatch, **hosts: list[str]) -> list[str]:
    """Put a resolver of ours in place; each answer is used once, the last one for ever. Returns who was asked for."""
    asked = []

    async def resolve(host):
        asked.append(host)
        answers = hosts[host.replace(".", "_")]
        return [answers.pop(0) if len(answers) > 1 else answers[0]]

    monkeypatch.setattr(fetch, "resolve", resolve)
    return asked


SPELLINGS = """
127.0.0.1 127.1 127.0.1 0127.0.0.1 0177.0.0.1 0177.0.0.01 0x7f.0.0.1 0x7f.1 0x7f000001 2130706433 017700000001
127.0.0.1. 127.000.000.001 127.255.255.254 0.0.0.0 0 00000000 localhost LOCALHOST localhost. ①②⑦.⓪.⓪.① 127。0。0。1
１２７.０.０.１ 127%2E0%2E0%2E1 [::1] [::] [0:0:0:0:0:0:0:1] [0000::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1]
[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::]
[fe80::1] [fe80::1%25lo] [fc00::1] [fd00::1] 127.0.0.1@127.0.0.1 example.org@127.0.0.1 0x7f.0x0.0x0.0x1 127.0.0.1%00
127.0.0.1\\@example.org
""".split()  # noqa: SIM905


def test_there_are_46_spellings():
    assert len(SPELLINGS) == 46


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a42_this_machine_is_reached_by_no_spelling_of_its_address(inside, spelling):
    with pytest.raises(NotOpened):
        await fetch.fetch(f"http://{spelling}:{inside.port}/")
    assert inside.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8"),
        *("198.18.0.1", "192.88.99.1", "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("fe80::1", "fec0::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2002:a00:1::", "64:ff9b::a00:1", "::a00:1"),
        *("3fff::1", "5f00::1", "100::1", "2001:20::1", "4000::1", "127.1", "", "nonsense"),
    ],
)
async def test_what_a_name_leads_to_is_looked_at_too(monkeypatch, address):
    assert not fetch.is_of_the_world(address)
    known(monkeypatch, looks_harmless_example=[address])
    with pytest.raises(NotOpened, match="We do not open such addresses"):
        await fetch.fetch("https://looks.harmless.example/")


@pytest.mark.parametrize(
    "address", [WORLD, "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450::1"]
)
async def test_the_world_is_open(address):
    assert fetch.is_of_the_world(address)


async def test_one_address_inside_among_several_closes_the_host(monkeypatch, inside):
    async def resolve(host):
        return [WORLD, "127.0.0.1"]

    monkeypatch.setattr(fetch, "resolve", resolve)
    with pytest.raises(NotOpened, match="such addresses"):
        await fetch.fetch(f"http://two.example:{inside.port}/")


async def test_a_name_that_changes_its_mind_is_asked_once_and_taken_at_its_first_word(monkeypatch, inside):
    """Rebinding: the first answer is in the world, the second would be this machine."""
    asked = known(monkeypatch, rebind_example=[WORLD, "127.0.0.1"])
    went_to = []

    async def remember(self, address, port, *rest):
        went_to.append(address)
        raise OSError("no way out of a test")

    monkeypatch.setattr(fetch.httpcore2.AnyIOBackend, "connect_tcp", remember)
    with pytest.raises(NotOpened, match="no answer"):
        await fetch.fetch(f"http://rebind.example:{inside.port}/")
    assert (asked, went_to, inside.asked) == (["rebind.example"], [WORLD], [])


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "javascript:alert(1)",
            "//example.org/",
            "",
        ),
        *("http://", "http:///", "http://example.org:22/", "http://example.org:8080/", "http://example.org:99999/"),
        *(
            "http://user:secret@example.org/",
            "http://exa mple.org/",
            "http://example.org/\r\nHost: inside",
            "http://[::1/",
        ),
        *("http://-example.org/", "http://example..org/", "http://" + "a" * 64 + ".org/", "http://e.org/" + "a" * 2000),
    ],
)
async def test_other_schemes_ports_and_broken_addresses_are_refused_before_anybody_is_asked(monkeypatch, url):
    monkeypatch.setattr(fetch, "resolve", None)
    with pytest.raises(NotOpened, match="such addresses"):
        await fetch.fetch(url)


async def test_a_page_is_fetched_as_it_is_without_cookies_and_by_its_plain_address(outside):
    outside.pages["/plan%C3%A4ne?q=%C3%BC"] = page(
        "200 OK", "Content-Type: text/html", "Set-Cookie: a=b", body=b"<h1>Hi</h1>"
    )
    found = await fetch.fetch(f"http://{outside.here}/planäne?q=ü")
    assert (found.status, found.type, found.body, found.is_whole) == (200, "text/html", b"<h1>Hi</h1>", True)
    assert "Cookie" not in outside.asked[0] and "Accept-Encoding: identity" in outside.asked[0]
    assert (await fetch.fetch(f"http://{outside.here}/missing")).status == 404


async def test_redirects_are_followed_five_times_and_keep_no_cookie(outside):
    for turn in range(5):
        outside.pages[f"/{turn}"] = page("302 Found", f"Location: /{turn + 1}", "Set-Cookie: track=me; Path=/")
    outside.pages["/5"] = page("200 OK", body=b"there")
    found = await fetch.fetch(f"http://{outside.here}/0")
    assert (found.body, found.url) == (b"there", f"http://{outside.here}/5")
    assert not any("cookie" in head.lower() for head in outside.asked)
    outside.pages["/5"] = page("301 Moved", "Location: /6")
    outside.pages["/6"] = page("200 OK")
    with pytest.raises(NotOpened, match="without an end"):
        await fetch.fetch(f"http://{outside.here}/0")


@pytest.mark.parametrize(
    "target", ["http://{inside}/", "http://localhost:{port}/", "//{inside}/", "http://[::ffff:7f00:1]:{port}/"]
)
async def test_each_redirect_is_looked_at_anew(monkeypatch, outside, inside, target):
    to = target.format(inside=inside.here, port=inside.port)
    outside.pages["/"] = page("302 Found", f"Location: {to}")
    with pytest.raises(NotOpened, match="such addresses"):
        await fetch.fetch(f"http://{outside.here}/")
    assert len(outside.asked) == 1, "the premise: the redirect was given"
    assert inside.asked == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"])
async def test_a_redirect_to_elsewhere_inside_is_refused(outside, target):
    outside.pages["/"] = page("307 Temporary Redirect", f"Location: {target}")
    with pytest.raises(NotOpened, match="such addresses"):
        await fetch.fetch(f"http://{outside.here}/")


async def test_no_more_than_two_megabytes_are_taken(outside):
    outside.pages["/endless"] = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
    found = await fetch.fetch(f"http://{outside.here}/endless")
    assert (len(found.body), found.is_whole) == (2_000_000, False)


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx", b"HTTP/1.1 20", b""])
async def test_what_does_not_come_to_an_end_is_given_up(monkeypatch, outside, beginning):
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    outside.pages["/drip"] = beginning
    with pytest.raises(NotOpened, match="longer than"):
        await fetch.fetch(f"http://{outside.here}/drip")


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx"])
async def test_what_is_no_answer_is_told_in_a_sentence(outside, answer):
    outside.pages["/"] = answer
    with pytest.raises(NotOpened, match="no answer"):
        await fetch.fetch(f"http://{outside.here}/")


async def test_a_host_that_is_not_there_is_told_in_a_sentence(monkeypatch):
    async def resolve(host):
        raise OSError("Name or service not known")

    monkeypatch.setattr(fetch, "resolve", resolve)
    with pytest.raises(NotOpened, match="no such host"):
        await fetch.fetch("https://nowhere.example/")


async def test_certificates_are_asked_for_by_the_name(monkeypatch, tmp_path, outside):
    """We connect to the address that was looked up, and the certificate must be the name's."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=outside.test"]
    made += ["-addext", "subjectAltName=DNS:outside.test", "-keyout", str(key), "-out", str(certificate)]
    assert await (await asyncio.create_subprocess_exec(*made, stderr=asyncio.subprocess.DEVNULL)).wait() == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure = Outside()
    secure.pages["/"] = page("200 OK", body=b"safe")
    standing = await stand(secure, ssl=context)
    monkeypatch.setenv("ROUNDTABLE_FETCH_HOSTS", f"outside.test:{secure.port},other.test:{secure.port}")
    settings.cache_clear()
    known(monkeypatch, outside_test=["127.0.0.1"], other_test=["127.0.0.1"])
    with pytest.raises(NotOpened, match="no answer"):
        await fetch.fetch(f"https://outside.test:{secure.port}/")  # nobody vouches for it yet
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert (await fetch.fetch(f"https://outside.test:{secure.port}/")).body == b"safe"
    with pytest.raises(NotOpened, match="no answer"):
        await fetch.fetch(f"https://other.test:{secure.port}/")  # the certificate of another
    standing.close()
