"""What a socket would be told, by a plain request: for networks that let no websocket through."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from realtime import protocol
from realtime.hub import Hub, Reader
from realtime.joining import Joining
from realtime.seams import Rights


class Missed:
    """The door /live/missed."""

    def __init__(self, hub: Hub, joining: Joining, rights: Rights) -> None:
        self.hub, self.joining, self.rights = hub, joining, rights

    async def endpoint(self, request: Request) -> Response:
        """GET ?follow=[[mark, seen], …]: the frames that answer it, as {"frames": […]}; nothing is joined."""
        visitor = await self.rights.who(request)
        if visitor is None:
            return PlainTextResponse("sign in first\n", 401)
        basket = Basket()
        try:
            asked = protocol.parse_follow(request.query_params.get("follow", "[]"))
            await self.joining.follow(Reader(visitor, basket, self.hub, lambda _: None), asked, stay=False)
        except protocol.Malformed as wrong:
            return PlainTextResponse(f"{wrong}\n", 400)
        frames = [json.loads(text) for text in protocol.texts(b"".join(basket.written))]
        return JSONResponse({"frames": frames}, headers={"Cache-Control": "private, no-store"})


class Basket:
    """A wire for one answer."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def hang_up(self, code: int, reason: str = "") -> None:
        """There is nothing to hang up."""
