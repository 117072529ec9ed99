"""Django Channels, its layer in memory: what who comes from Django reaches for."""

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from benchmarks.contestants import serving
from benchmarks.message import message

LAYER = {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}
settings.configure(CHANNEL_LAYERS={"default": LAYER})
django.setup()


class Follows(AsyncWebsocketConsumer):
    groups = ("all",)

    async def told(self, event: dict[str, str]) -> None:
        await self.send(event["text"])


async def tell(number: int) -> None:
    await get_channel_layer().group_send("all", {"type": "told", "text": message(number)})


serving.serve(ProtocolTypeRouter({"http": serving.app(tell), "websocket": Follows.as_asgi()}), lifespan="off")
