"""python-socketio on uvicorn: what many reach for."""

import socketio

from benchmarks.contestants import serving
from benchmarks.message import message

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", ping_interval=3600, ping_timeout=3600)


async def tell(number: int) -> None:
    await server.emit("show", message(number))


serving.serve(socketio.ASGIApp(server, serving.app(tell)))
