"""The usual hub: a queue and a task for each socket, so that a slow one holds nobody up."""

import asyncio
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from benchmarks.message import message

queues: set[asyncio.Queue[str]] = set()


async def follow(socket: WebSocket) -> None:
    await socket.accept()
    queue: asyncio.Queue[str] = asyncio.Queue(200)
    queues.add(queue)
    task = asyncio.create_task(pass_on(queue, socket))
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        queues.discard(queue)
        task.cancel()


async def pass_on(queue: asyncio.Queue[str], socket: WebSocket) -> None:
    while True:
        await socket.send_text(await queue.get())


async def send(request: Request) -> PlainTextResponse:
    for number in range(int(request.query_params["count"])):
        text = message(number)
        for queue in queues:
            queue.put_nowait(text)
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
