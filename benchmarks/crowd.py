"""A crowd of websocket clients in one epoll loop: as cheap as Python allows, so that the server is what is measured."""

import base64
import os
import selectors
import socket
import struct
import time
import urllib.request
from collections.abc import Callable

Said = str | Callable[[int], str]
GET = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nOrigin: http://127.0.0.1:{port}\r\n{more}\r\n"
)


class Client:
    """One socket: counts whole text frames that begin with `counted`, answers pings."""

    def __init__(self, port: int, path: str, more: str = "", counted: bytes = b"") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.buffer, self.frames, self.counted = bytearray(), 0, counted
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(GET.format(path=path, port=port, key=key, more=more).encode())
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode())
        self.buffer = bytearray(rest)
        self.socket.setblocking(False)

    def send(self, text: str) -> None:
        """One masked text frame."""
        self._send(b"\x81", text.encode())

    def _send(self, kind: bytes, data: bytes) -> None:
        size = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0xFE, len(data))
        self.socket.setblocking(True)
        self.socket.sendall(kind + size + b"\0\0\0\0" + data)
        self.socket.setblocking(False)

    def read(self) -> int:
        """Take what has come; how many counted frames were in it."""
        try:
            self.buffer += self.socket.recv(262144)
        except BlockingIOError:
            return 0
        begun, at, buffer = self.frames, 0, self.buffer
        while len(buffer) - at >= 2:
            size, head = buffer[at + 1] & 127, 2
            if size == 126:
                if len(buffer) - at < 4:
                    break
                size, head = struct.unpack_from("!H", buffer, at + 2)[0], 4
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                size, head = struct.unpack_from("!Q", buffer, at + 2)[0], 10
            if len(buffer) - at < head + size:
                break
            body = bytes(buffer[at + head : at + head + min(size, 16)])
            if buffer[at] & 15 == 1:
                if body == b"2":
                    self.send("3")
                elif body.startswith(self.counted):
                    self.frames += 1
            elif buffer[at] & 15 == 9:
                self._send(b"\x8a", body)  # a ping wants its pong
            at += head + size
        del buffer[:at]
        return self.frames - begun


class Crowd:
    """`size` clients of one server. Each says `hello` once it is connected; it and `more` may depend on its number."""

    def __init__(
        self, port: int, size: int, path: str, hello: Said = "", more: Said = "", counted: bytes = b""
    ) -> None:
        self.port, self.selector, self.clients = port, selectors.DefaultSelector(), []
        for number in range(size):
            client = Client(port, path.replace("{n}", str(number % 500 + 1)), _said(more, number), counted)
            if hello:
                client.send(_said(hello, number))
            self.selector.register(client.socket, selectors.EVENT_READ, client)
            self.clients.append(client)

    def wait(self, frames: int, limit: float = 60) -> float:
        """Until every client has got that many more frames; the seconds it took. Too late is an error."""
        return self.wait_for_all(self.heard() + frames, limit)

    def wait_for_all(self, goal: int, limit: float = 60) -> float:
        """Until every client has got so many frames in all."""
        begun = time.perf_counter()
        open_ones = sum(client.frames < goal for client in self.clients)
        while open_ones:
            for key, _ in self.selector.select(1):
                before = key.data.frames
                if key.data.read() and before < goal <= key.data.frames:
                    open_ones -= 1
            if time.perf_counter() - begun > limit:
                raise TimeoutError(f"{open_ones} of {len(self.clients)} still wait")
        return time.perf_counter() - begun

    def heard(self) -> int:
        """How many frames each has got (they have all got the same when nothing is under way)."""
        return max(client.frames for client in self.clients)

    def tell(self, count: int = 1) -> None:
        """Ask the server to send `count` messages to everybody in one turn of its loop."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/send?count={count}", timeout=60) as answer:
            answer.read()

    def close(self) -> None:
        for client in self.clients:
            client.socket.close()
        self.selector.close()


def _said(what: Said, number: int) -> str:
    return what if isinstance(what, str) else what(number)
