"""The small world as a server of its own: `python -m tests.realtime.stopping_app DATABASE_URL PORT WORKERS`."""

import contextlib
import os
import signal
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from community import db
from realtime import Realtime, stopping
from tests.realtime.world import World


def make():
    """Persons 1 to 99 may follow channels 1 to 9. GOODBYE: seconds over which sockets are closed at the end."""
    stopping.SECONDS = float(os.environ["GOODBYE"])
    members = {f"channel:{number}": {person: "peer" for person in range(1, 100)} for number in range(1, 10)}
    world = World(os.environ["DATABASE_URL"], members=members)
    realtime = Realtime(world.url, world.log, world, world)

    @contextlib.asynccontextmanager
    async def lifespan(app):
        await db.open(world.url, 5)
        async with realtime.running():
            print("up", os.getpid(), flush=True)
            yield
        print("the lifespan ended", flush=True)
        await db.close()

    async def show_up(request):
        return PlainTextResponse("ready" if realtime.hears() else "not yet")

    live = [WebSocketRoute("/live", realtime.endpoint), Route("/live/missed", realtime.missed), Route("/", show_up)]
    return Starlette(routes=live, lifespan=lifespan)


if __name__ == "__main__":
    os.environ["DATABASE_URL"], port, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises it again after its clean stop
    uvicorn.run(
        "tests.realtime.stopping_app:make", factory=True, port=port, workers=workers, ws="realtime.wire:Wire",
        ws_per_message_deflate=False, log_level="warning", timeout_graceful_shutdown=10,
    )
