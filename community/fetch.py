"""The one who fetches from outside: nothing inside our own walls can be reached through it (R33, attack A42)."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore2

from community.config import settings
from community.words import gettext as _

SECONDS = 10.0  # for all of it, redirects included
MOST_REDIRECTS = 5
MOST_BYTES = 2_000_000
PORTS = {80, 443}
AS_IT_IS = "/%:@!$&'()*+,;=~?"  # in a path or a query
HEADERS = [
    ("User-Agent", "Roundtable (looks whether a link opens)"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),  # nothing is unpacked here
]
# Of IPv6 only what is handed out to the world, and of that nothing that carries an IPv4 address inside.
WORLD = ipaddress.ip_network("2000::/3")
NOT_THE_WORLD = [
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
]


class NotOpened(Exception):
    """It was not fetched; `why` is a sentence for whoever gave the address."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Fetched:
    """What an address gave: where it was found in the end, status, type as it says, at most MOST_BYTES of its body."""

    url: str
    status: int
    type: str
    body: bytes
    is_whole: bool


async def fetch(url: str) -> Fetched:
    """GET an address of the world, following redirects. Raises NotOpened.

    Each host is looked up once and connected to at that very address, so that a name cannot change its mind in between.
    """
    try:
        async with asyncio.timeout(SECONDS):
            for _turn in range(MOST_REDIRECTS + 1):
                found = await _get(url)
                if isinstance(found, Fetched):
                    return found
                url = found
    except TimeoutError:
        raise NotOpened(_("It took longer than ten seconds to answer.")) from None
    raise NotOpened(_("It sends on from address to address without an end."))


async def resolve(host: str) -> list[str]:
    """The addresses of a host, as the system knows them. Tests put another one in its place."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_of_the_world(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet could reach, and only in its plain spelling."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    inside = any(ip in network for network in NOT_THE_WORLD)
    return ip.is_global and not inside and (ip.version == 4 or ip in WORLD)


async def _get(asked: str) -> Fetched | str:
    """What is there, or where it sends us."""
    url, host, port = _plain(asked)
    address = await _address_of(host, port)
    async with httpcore2.AsyncConnectionPool(network_backend=_Only(address)) as pool:
        try:
            async with pool.stream("GET", url, headers=HEADERS) as answer:
                headers = {
                    name.decode("latin-1").lower(): value.decode("utf-8", "replace") for name, value in answer.headers
                }
                if answer.status in (301, 302, 303, 307, 308) and "location" in headers:
                    return urljoin(url, headers["location"])
                body, is_whole = await _read(answer)
                return Fetched(url, answer.status, headers.get("content-type", ""), body, is_whole)
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, ValueError) as problem:
            raise NotOpened(_("There is no answer at this address, or one that cannot be read.")) from problem


def _plain(url: str) -> tuple[str, str, int]:
    """The address as it goes over the wire, its host and port; spellings that hide where they lead are refused."""
    strange = NotOpened(_("We do not open such addresses."))
    if len(url) > 2_000 or re.search(r"[\x00-\x20\x7f\\]", url):
        raise strange
    try:
        parts = urlsplit(url)
        host, port = _host(parts.hostname or ""), parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise strange from None
    named = re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*", host)
    numeric = re.fullmatch(r"[0-9]+|0x[0-9a-f]*", host.rpartition(".")[2])  # so browsers tell an IPv4 address
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not (_is_ip(host) or (named and not numeric)):
        raise strange
    if port not in PORTS and f"{host}:{port}" not in settings().fetch_hosts:
        raise strange
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    path, query = quote(parts.path, safe=AS_IT_IS) or "/", quote(parts.query, safe=AS_IT_IS)
    return urlunsplit((parts.scheme, where, path, query, "")), host, port


def _host(name: str) -> str:
    """In lower case and ASCII; what looks like a digit or a dot has become one."""
    return name if ":" in name else name.encode("idna").decode().lower()


async def _address_of(host: str, port: int) -> str:
    """The one address we connect to; if any of the host's is inside, none is."""
    try:
        found = [host] if _is_ip(host) else await resolve(host)
    except OSError:
        raise NotOpened(_("There is no such host.")) from None
    if f"{host}:{port}" not in settings().fetch_hosts and not (found and all(map(is_of_the_world, found))):
        raise NotOpened(_("We do not open such addresses."))
    return found[0]


def _is_ip(host: str) -> bool:
    try:
        return "%" not in host and str(ipaddress.ip_address(host)) == host
    except ValueError:
        return False


async def _read(answer: httpcore2.Response) -> tuple[bytes, bool]:
    body = bytearray()
    async with aclosing(answer.aiter_stream()) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > MOST_BYTES:
                return bytes(body[:MOST_BYTES]), False
    return bytes(body), True


class _Only(httpcore2.AsyncNetworkBackend):
    """Connects to one address, whatever the name says now; certificates are still asked for by the name."""

    def __init__(self, address: str) -> None:
        self.address, self.network = address, httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        return await self.network.connect_tcp(self.address, port, timeout, local_address, socket_options)
