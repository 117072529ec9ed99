"""What the contestants that uvicorn serves do alike: /live is followed, /send?count=10 tells so many messages."""

import contextlib
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


def app(tell: Callable[[int], Awaitable[None]], follow: Any = None, **around: Any) -> Starlette:
    """`tell` tells message NUMBER to all who follow."""

    async def send(request: Request) -> PlainTextResponse:
        for number in range(int(request.query_params["count"])):
            await tell(number)
        return PlainTextResponse("sent")

    routes: list[BaseRoute] = [Route("/send", send)]
    return Starlette(routes=[*routes, WebSocketRoute("/live", follow)] if follow else routes, **around)


async def until_gone(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()


def serve(served: Any, ws: str = "websockets-sansio", **around: Any) -> None:
    """At the port that was given, on the plain loop, nothing compressed."""
    uvicorn.run(
        served,
        port=int(sys.argv[1]),
        ws=ws,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        log_level="error",
        access_log=False,
        loop="asyncio",
        **around,
    )
