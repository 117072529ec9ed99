"""A crowd of websocket clients in one epoll loop: as cheap as Python allows, so that the server is what is measured."""

import base64
import os
import selectors
import socket
import struct
import time
import urllib.request

GET = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nOrigin: http://127.0.0.1:{port}\r\n{more}\r\n"


class Client:
    """One socket: counts whole text frames that begin with `counted`, answers pings of engine.io."""

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
        data, mask = text.encode(), b"\0\0\0\0"
        size = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0xFE, len(data))
        self.socket.setblocking(True)
        self.socket.sendall(b"\x81" + size + mask + data)
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
            at += head + size
        del buffer[:at]
        return self.frames - begun


class Crowd:
    """`size` clients of one server. `hello` is sent by each once it is connected."""

    def __init__(self, port: int, size: int, path: str, hello: str = "", more: str = "", counted: bytes = b"") -> None:
        self.port, self.selector, self.clients = port, selectors.DefaultSelector(), []
        begun = time.perf_counter()
        for _ in range(size):
            client = Client(port, path, more, counted)
            if hello:
                client.send(hello)
            self.selector.register(client.socket, selectors.EVENT_READ, client)
            self.clients.append(client)
        self.seconds_to_join = time.perf_counter() - begun

    def wait(self, frames: int, limit: float = 60) -> float:
        """Until every client has got that many more frames; the seconds it took. Too late is an error."""
        goal = {id(client): client.frames + frames for client in self.clients}
        open_ones, begun = len(self.clients), time.perf_counter()
        while open_ones:
            for key, _ in self.selector.select(1):
                client = key.data
                before = client.frames
                if client.read() and before < goal[id(client)] <= client.frames:
                    open_ones -= 1
            if time.perf_counter() - begun > limit:
                raise TimeoutError(f"{open_ones} of {len(self.clients)} still wait")
        return time.perf_counter() - begun

    def tell(self, count: int = 1) -> None:
        """Ask the server to send `count` messages to everybody in one turn of its loop."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/send?count={count}", timeout=60) as answer:
            answer.read()

    def close(self) -> None:
        for client in self.clients:
            client.socket.close()
        self.selector.close()
