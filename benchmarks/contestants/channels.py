"""Django Channels, its layer in memory: what who comes from Django reaches for."""

import sys
from urllib.parse import parse_qs

import django
import uvicorn
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from benchmarks.message import message

LAYER = {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}
settings.configure(CHANNEL_LAYERS={"default": LAYER})
django.setup()


class Follows(AsyncWebsocketConsumer):
    groups = ("all",)

    async def told(self, event: dict[str, str]) -> None:
        await self.send(event["text"])


async def send(scope, receive, send) -> None:
    for number in range(int(parse_qs(scope["query_string"].decode())["count"][0])):
        await get_channel_layer().group_send("all", {"type": "told", "text": message(number)})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"sent"})


app = ProtocolTypeRouter({"http": send, "websocket": Follows.as_asgi()})
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
