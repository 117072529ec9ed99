"""python-socketio on uvicorn: what many reach for."""

import sys

import socketio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from benchmarks.message import message

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", ping_interval=3600, ping_timeout=3600)


async def send(request: Request) -> PlainTextResponse:
    for number in range(int(request.query_params["count"])):
        await server.emit("show", message(number))
    return PlainTextResponse("sent")


app = socketio.ASGIApp(server, Starlette(routes=[Route("/send", send)]))
uvicorn.run(
    app,
    port=int(sys.argv[1]),
    ws="websockets-sansio",
    ws_per_message_deflate=False,
    ws_ping_interval=None,
    log_level="error",
    access_log=False,
    loop="asyncio",
)
