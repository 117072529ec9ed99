"""The obvious way: a Starlette endpoint, and `await send_text` to one socket after the other."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from benchmarks.message import message

sockets: set[WebSocket] = set()


async def follow(socket: WebSocket) -> None:
    await socket.accept()
    sockets.add(socket)
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        sockets.discard(socket)


async def send(request: Request) -> PlainTextResponse:
    for number in range(int(request.query_params["count"])):
        text = message(number)
        for socket in list(sockets):
            await socket.send_text(text)
    return PlainTextResponse("sent")


app = Starlette(routes=[Route("/send", send), WebSocketRoute("/live", follow)])
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
