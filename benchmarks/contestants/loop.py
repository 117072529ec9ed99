"""The obvious way: a Starlette endpoint, and `await send_text` to one socket after the other."""

from starlette.websockets import WebSocket

from benchmarks.contestants import serving
from benchmarks.message import message

sockets: set[WebSocket] = set()


async def follow(socket: WebSocket) -> None:
    await socket.accept()
    sockets.add(socket)
    await serving.until_gone(socket)
    sockets.discard(socket)


async def tell(number: int) -> None:
    text = message(number)
    for socket in list(sockets):
        await socket.send_text(text)


serving.serve(serving.app(tell, follow))
