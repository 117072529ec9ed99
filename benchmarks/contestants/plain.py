"""Plain websockets without any framework: its own broadcast()."""

import asyncio
import http
import sys
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import broadcast, serve

from benchmarks.message import message


async def main() -> None:
    async def follow(socket) -> None:
        await socket.wait_closed()

    async def send(socket, request):
        parts = urlsplit(request.path)
        if parts.path != "/send":
            return None
        for number in range(int(parse_qs(parts.query)["count"][0])):
            broadcast(server.connections, message(number))
        return socket.respond(http.HTTPStatus.OK, "sent")

    async with serve(
        follow, "127.0.0.1", int(sys.argv[1]), process_request=send, compression=None, ping_interval=None
    ) as server:
        await server.serve_forever()


asyncio.run(main())
